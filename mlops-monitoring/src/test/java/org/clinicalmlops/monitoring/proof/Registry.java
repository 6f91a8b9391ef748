package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
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
import org.clinicalmlops.monitoring.harm.OutcomeFollowUp;
import org.clinicalmlops.monitoring.harm.Recalibration;
import org.clinicalmlops.monitoring.harm.SubgroupCalibration;
import org.clinicalmlops.monitoring.input.DriftList;
import org.clinicalmlops.monitoring.input.InputDrift;
import org.clinicalmlops.monitoring.input.PredictionDrift;
import org.clinicalmlops.monitoring.input.SequentialDrift;
import org.clinicalmlops.monitoring.input.UnitChange;
import org.clinicalmlops.monitoring.input.UnseenInputs;
import org.clinicalmlops.monitoring.option.DomainClassifier;
import org.clinicalmlops.monitoring.option.Mmd;
import org.clinicalmlops.monitoring.option.RawDistributions;
import org.clinicalmlops.monitoring.proof.Entry.Reads;

/** The detectors that are to be proved: one line each. */
final class Registry {
    /** Alarms at every window: what a table says of a detector that keeps no promise. */
    static final Entry ALWAYS = constant("(always fires)", State.ALARM);

    /** Never alarms: what a table says of a detector that finds nothing. */
    static final Entry NEVER = constant("(never fires)", State.OK);

    private static final List<Entry> ENTRIES = List.of(
            Entry.of(InputDrift.ID, Family.DRIFT, Reads.INPUTS, InputDrift::new),
            Entry.of(UnseenInputs.ID, Family.DRIFT, Reads.INPUTS, UnseenInputs::new),
            Entry.of(SequentialDrift.ID, Family.DRIFT, Reads.INPUTS, SequentialDrift::new),
            Entry.of(UnitChange.ID, Family.DRIFT, Reads.INPUTS, UnitChange::new),
            Entry.of(PredictionDrift.ID, Family.DRIFT, Reads.INPUTS, PredictionDrift::new),
            Entry.of(DriftList.ID, Family.DESCRIPTION, Reads.INPUTS, DriftList::new),
            Entry.of(Missingness.ID, Family.FEED, Reads.INPUTS, Missingness::new),
            Entry.of(JointAbsence.ID, Family.FEED, Reads.INPUTS, JointAbsence::new),
            Entry.of(DeadFeed.ID, Family.FEED, Reads.INPUTS, DeadFeed::new),
            Entry.of(OperationFigures.ID, Family.FEED, Reads.INPUTS, OperationFigures::new),
            Entry.of(Oversight.ID, Family.DESCRIPTION, Reads.INPUTS, Oversight::new),
            Entry.of(Calibration.ID, Family.CALIBRATION, Reads.OUTCOMES, Calibration::new),
            Entry.of(CalibrationProcess.ID, Family.CALIBRATION, Reads.OUTCOMES, CalibrationProcess::new),
            Entry.of(ExcessLoss.ID, Family.HARM, Reads.OUTCOMES, ExcessLoss::new),
            Entry.of(DiscriminationLoss.ID, Family.HARM, Reads.OUTCOMES, DiscriminationLoss::new),
            Entry.of(SubgroupCalibration.ID, Family.SUBGROUP, Reads.OUTCOMES, SubgroupCalibration::new),
            Entry.of(FairnessDrift.ID, Family.DESCRIPTION, Reads.OUTCOMES, FairnessDrift::new),
            Entry.of(Recalibration.ID, Family.DESCRIPTION, Reads.OUTCOMES, Recalibration::new),
            Entry.of(EstimatedPerformance.ID, Family.DESCRIPTION, Reads.INPUTS, EstimatedPerformance::new),
            Entry.of(OutcomeFollowUp.ID, Family.DESCRIPTION, Reads.OUTCOMES, OutcomeFollowUp::new),
            Entry.option("input.raw", 10_000, table -> RawDistributions.against(table, table.levels())),
            Entry.option("input.domain", 1_000, table -> DomainClassifier.against(table, table.levels())),
            Entry.option("input.mmd", 500, table -> Mmd.against(table, table.levels(), 20260101)));

    private Registry() {}

    private static Entry constant(String id, State state) {
        return new Entry(
                id, Family.DESCRIPTION, Reads.ANYTHING, false, 0, (setting, reference) -> new Constant(id, state));
    }

    /** Those that may page and read something, and either keep rows or do not; then the two that measure the harness. */
    static List<Entry> of(Reads reads, boolean keepingRows) {
        List<Entry> found = new ArrayList<>(ENTRIES.stream()
                .filter(e -> e.reads() == reads && e.pages() && e.keepsRows() > 0 == keepingRows)
                .toList());
        found.add(ALWAYS);
        found.add(NEVER);
        return found;
    }

    static List<Entry> all() {
        return ENTRIES;
    }

    /** What a detector has in a standard monitor of which one false alarm a year is expected: its family's part, shared. */
    static double standardPerYear(Entry entry) {
        long sharing = ENTRIES.stream()
                .filter(e -> e.standard() && e.family() == entry.family())
                .count();
        return entry.family().share() / (entry.standard() ? sharing : sharing + 1);
    }

    private record Constant(String id, State state) implements Detector {
        @Override
        public List<Finding> close(Window window) {
            return List.of(Finding.of(Kind.OVERSIGHT, id, Finding.MODEL, state, "model: as ever."));
        }

        @Override
        public void save(StateOutput out) {}

        @Override
        public void restore(StateInput in) {}
    }
}
