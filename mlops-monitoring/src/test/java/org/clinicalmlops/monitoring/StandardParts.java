package org.clinicalmlops.monitoring;

import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.MonitorPlan;

/** Shows tests of other packages which detectors every monitor has, and what each may spend, so that none is proved with another part. */
public final class StandardParts {
    private static final MonitorPlan PLAN = MonitorPlan.standard();

    private StandardParts() {}

    public static List<DetectorSpec> detectors() {
        return StandardDetectors.of(PLAN);
    }

    /** What one of them has of one false alarm a year. */
    public static double perYear(DetectorSpec one) {
        return StandardDetectors.allowance(PLAN, detectors(), one).perYear() / PLAN.falseAlarmsPerYear();
    }

    /** What one has that a plan adds to a family. */
    public static double perYearOfAdded(Family family) {
        DetectorSpec added = new Added(family);
        MonitorPlan plan = PLAN.detecting(added);
        return StandardDetectors.allowance(plan, StandardDetectors.of(plan), added)
                        .perYear()
                / PLAN.falseAlarmsPerYear();
    }

    private record Added(Family family) implements DetectorSpec {
        @Override
        public String id() {
            return "added";
        }

        @Override
        public Detector open(Setting setting) {
            throw new UnsupportedOperationException("only stands for one");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("added");
        }
    }
}
