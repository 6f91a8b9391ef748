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
import org.clinicalmlops.monitoring.feed.Missingness;
import org.clinicalmlops.monitoring.harm.Calibration;
import org.clinicalmlops.monitoring.harm.DiscriminationLoss;
import org.clinicalmlops.monitoring.input.InputDrift;

/** The detectors that every monitor has, and how the allowance is divided: by family, then equally within a family. */
final class StandardDetectors {
    private static final List<DetectorSpec> STANDARD = List.of(
            new Standard(InputDrift.ID, Family.DRIFT, InputDrift::new),
            new Standard(Missingness.ID, Family.FEED, Missingness::new),
            new Standard(Calibration.ID, Family.CALIBRATION, Calibration::new),
            new Standard(DiscriminationLoss.ID, Family.HARM, DiscriminationLoss::new));

    private StandardDetectors() {}

    private record Standard(String id, Family family, Function<Setting, Detector> opener) implements DetectorSpec {
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

    /** What one of them may use. */
    static Allowance allowance(MonitorPlan plan, List<DetectorSpec> all, DetectorSpec one) {
        long sharing = all.stream().filter(d -> d.family() == one.family()).count();
        return new Allowance(plan.falseAlarmsPerYear() * one.family().share()).over((int) sharing);
    }
}
