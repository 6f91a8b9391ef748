package org.clinicalmlops.monitoring.proof;

import java.util.List;
import org.clinicalmlops.api.monitor.Finding.Kind;

/** The fixed list of changes, of {@link Hospital#mixed()}. */
final class Shifts {
    private static final Hospital HOSPITAL = Hospital.mixed();
    private static final int CREATININE = HOSPITAL.column("creatinine");
    private static final int CRP = HOSPITAL.column("crp");
    private static final int LACTATE = HOSPITAL.column("lactate");
    private static final int SODIUM = HOSPITAL.column("sodium");
    private static final int WARD = HOSPITAL.column("ward");
    private static final double MMOL = 88.4;

    private Shifts() {}

    static List<Shift> all() {
        return List.of(
                Shift.named("mean + .5 sd", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> x + 2))
                        .rows(300),
                Shift.named("mean + 1 sd", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> x + 4))
                        .rows(100)
                        .within(2),
                Shift.named("scale x 1.5", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> 138 + 1.5 * (x - 138)))
                        .rows(300),
                Shift.named("a level of 12 % with an unknown code", Kind.UNSEEN_VALUES, Kind.INPUT_DRIFT)
                        .of("ward", Faults.each(WARD, x -> x == 3 ? 6 : x))
                        .within(1),
                Shift.named("a level of 22 % recorded as another", Kind.INPUT_DRIFT)
                        .of("ward", Faults.each(WARD, x -> x == 1 ? 0 : x))
                        .rows(300),
                Shift.named("unit x 88.4", Kind.UNIT_CHANGE, Kind.INPUT_DRIFT)
                        .of("creatinine", Faults.each(CREATININE, x -> MMOL * x))
                        .within(1),
                Shift.named("unit x 88.4 in 20 % of rows", Kind.UNIT_CHANGE, Kind.INPUT_DRIFT)
                        .of("creatinine", Faults.some(CREATININE, 0.2, x -> MMOL * x))
                        .within(2),
                Shift.named("missing 15 -> 40 %", Kind.MISSINGNESS)
                        .of("creatinine", Faults.lost(CREATININE, 0.25 / 0.85))
                        .within(2),
                Shift.named("dead interface of one feature", Kind.DEAD_FEED, Kind.MISSINGNESS)
                        .of("crp", Faults.lost(CRP, 1))
                        .rows(50)
                        .within(1),
                Shift.named("missing together, each as often as before", Kind.MISSINGNESS)
                        .of(Faults.missingWith(CREATININE, LACTATE, 0.63, 1))
                        .rows(300),
                Shift.named("no predictions at all", Kind.DEAD_FEED, Kind.OPERATION)
                        .rowsFall(0)
                        .within(1),
                Shift.named("two columns swapped", Kind.INPUT_DRIFT, Kind.UNIT_CHANGE)
                        .of("creatinine", Faults.swapped(CREATININE, CRP))
                        .within(1),
                Shift.named("a default in 30 % of rows", Kind.INPUT_DRIFT, Kind.UNSEEN_VALUES)
                        .of("sodium", Faults.some(SODIUM, 0.3, x -> 0))
                        .within(2),
                Shift.named("odds ratio 2", Kind.CALIBRATION, Kind.PERFORMANCE)
                        .of(Truth.odds(2))
                        .rows(80)
                        .within(12),
                Shift.named("odds ratio 1/2", Kind.CALIBRATION, Kind.PERFORMANCE)
                        .of(Truth.odds(0.5))
                        .rows(80)
                        .within(16),
                Shift.named("slope .5", Kind.CALIBRATION, Kind.PERFORMANCE, Kind.DISCRIMINATION)
                        .of(Truth.slope(0.5, 0.1))
                        .within(26),
                Shift.named(
                                "half of the risks of somebody else",
                                Kind.DISCRIMINATION,
                                Kind.PERFORMANCE,
                                Kind.CALIBRATION)
                        .of(Truth.shuffled(0.5))
                        .within(26),
                Shift.named("odds ratio 3 in one group", Kind.SUBGROUP)
                        .ofGroup("sex=L100", Truth.oddsIn(0, 3))
                        .within(20));
    }
}
