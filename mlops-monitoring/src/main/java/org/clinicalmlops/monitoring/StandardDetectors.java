package org.clinicalmlops.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.feed.DeadFeed;
import org.clinicalmlops.monitoring.feed.JointAbsence;
import org.clinicalmlops.monitoring.feed.Missingness;
import org.clinicalmlops.monitoring.feed.OperationFigures;
import org.clinicalmlops.monitoring.feed.Oversight;
import org.clinicalmlops.monitoring.harm.Calibration;
import org.clinicalmlops.monitoring.harm.CalibrationProcess;
import org.clinicalmlops.monitoring.harm.DiscriminationLoss;
import org.clinicalmlops.monitoring.harm.EstimatedPerformance;
import org.clinicalmlops.monitoring.harm.ExcessLoss;
import org.clinicalmlops.monitoring.harm.FairnessDrift;
import org.clinicalmlops.monitoring.harm.HarmScope;
import org.clinicalmlops.monitoring.harm.OutcomeFollowUp;
import org.clinicalmlops.monitoring.harm.Recalibration;
import org.clinicalmlops.monitoring.harm.SubgroupCalibration;
import org.clinicalmlops.monitoring.input.DriftList;
import org.clinicalmlops.monitoring.input.InputDrift;
import org.clinicalmlops.monitoring.input.PredictionDrift;
import org.clinicalmlops.monitoring.input.SequentialDrift;
import org.clinicalmlops.monitoring.input.UnitChange;
import org.clinicalmlops.monitoring.input.UnseenInputs;

/**
 * The detectors that every monitor has, and how the allowance is divided: by family, then equally within a family, but for the
 * calibration of everybody, which has eight parts where that of single ranges of risk has one: it finds soonest what harms most
 * patients. Our choice, ADR 14.
 */
final class StandardDetectors {
    private static final List<DetectorSpec> STANDARD = List.of(
            new Standard(InputDrift.ID, Family.DRIFT, InputDrift::new),
            new Standard(UnseenInputs.ID, Family.DRIFT, UnseenInputs::new),
            new Standard(SequentialDrift.ID, Family.DRIFT, SequentialDrift::new),
            new Standard(UnitChange.ID, Family.DRIFT, UnitChange::new),
            new Standard(PredictionDrift.ID, Family.DRIFT, PredictionDrift::new),
            new Standard(DriftList.ID, Family.DESCRIPTION, DriftList::new),
            new Standard(Missingness.ID, Family.FEED, Missingness::new),
            new Standard(JointAbsence.ID, Family.FEED, JointAbsence::new),
            new Standard(DeadFeed.ID, Family.FEED, DeadFeed::new),
            new Standard(OperationFigures.ID, Family.FEED, OperationFigures::new),
            new Standard(Oversight.ID, Family.DESCRIPTION, Oversight::new),
            new Standard(Calibration.ID, Family.CALIBRATION, 8, Calibration::new),
            new Standard(CalibrationProcess.ID, Family.CALIBRATION, CalibrationProcess::new),
            new Standard(ExcessLoss.ID, Family.HARM, ExcessLoss::new),
            new Standard(DiscriminationLoss.ID, Family.HARM, DiscriminationLoss::new),
            new Standard(SubgroupCalibration.ID, Family.SUBGROUP, SubgroupCalibration::new),
            new Standard(FairnessDrift.ID, Family.DESCRIPTION, FairnessDrift::new),
            new Standard(HarmScope.ID, Family.DESCRIPTION, HarmScope::new),
            new Standard(Recalibration.ID, Family.DESCRIPTION, Recalibration::new),
            new Standard(EstimatedPerformance.ID, Family.DESCRIPTION, EstimatedPerformance::new),
            new Standard(OutcomeFollowUp.ID, Family.DESCRIPTION, OutcomeFollowUp::new));

    private StandardDetectors() {}

    /** @param parts how many of its family's parts are its own */
    private record Standard(String id, Family family, int parts, Function<Setting, Detector> opener)
            implements DetectorSpec {
        Standard(String id, Family family, Function<Setting, Detector> opener) {
            this(id, family, 1, opener);
        }

        @Override
        public Detector open(Setting setting) {
            return opener.apply(setting);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of(id);
        }
    }

    /** Those of every monitor, then those of the plan. */
    static List<DetectorSpec> of(MonitorPlan plan) {
        List<DetectorSpec> all = new ArrayList<>(STANDARD);
        all.addAll(plan.detectors());
        return all;
    }

    private static int parts(DetectorSpec one) {
        return one instanceof Standard standard ? standard.parts : 1;
    }

    /** What one of them may use. */
    static Allowance allowance(MonitorPlan plan, List<DetectorSpec> all, DetectorSpec one) {
        int parts = all.stream()
                .filter(d -> d.family() == one.family())
                .mapToInt(StandardDetectors::parts)
                .sum();
        return new Allowance(plan.falseAlarmsPerYear() * one.family().share()).part((double) parts(one) / parts);
    }
}
