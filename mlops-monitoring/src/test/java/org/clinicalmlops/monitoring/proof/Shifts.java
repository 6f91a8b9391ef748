package org.clinicalmlops.monitoring.proof;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Finding.Kind;

/** The fixed list of changes, of {@link Hospital#mixed()}. */
final class Shifts {
    private static final Hospital HOSPITAL = Hospital.mixed();
    private static final int AGE = HOSPITAL.column("age");
    private static final int CREATININE = HOSPITAL.column("creatinine");
    private static final int CRP = HOSPITAL.column("crp");
    private static final int LACTATE = HOSPITAL.column("lactate");
    private static final int SODIUM = HOSPITAL.column("sodium");
    private static final int WARD = HOSPITAL.column("ward");
    private static final double MMOL = 88.4;

    private Shifts() {}

    static List<Shift> all() {
        return List.of(
                Shift.named("mean + .5 sd, an index of .24", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> x + 2))
                        .rows(300)
                        .within(2)
                        .foundBy("input.list"),
                Shift.named("mean + .8 sd", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> x + 3.2))
                        .rows(300)
                        .within(2)
                        .foundBy("input.dirichlet"),
                Shift.named("mean + 1 sd", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> x + 4))
                        .within(2)
                        .foundBy("input.dirichlet", "input.psi"),
                Shift.named("scale x 1.5, an index of .19", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> 138 + 1.5 * (x - 138)))
                        .rows(300)
                        .within(2)
                        .foundBy("input.list"),
                Shift.named("scale x 2", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.each(SODIUM, x -> 138 + 2 * (x - 138)))
                        .rows(300)
                        .within(2)
                        .foundBy("input.dirichlet"),
                Shift.named("a level of 12 % with an unknown code", Kind.UNSEEN_VALUES, Kind.INPUT_DRIFT)
                        .of("ward", Faults.each(WARD, x -> x == 3 ? 6 : x))
                        .within(1)
                        .foundBy("input.unseen"),
                Shift.named("a level of 22 % recorded as another", Kind.INPUT_DRIFT)
                        .of("ward", Faults.each(WARD, x -> x == 1 ? 0 : x))
                        .within(2)
                        .foundBy("input.dirichlet"),
                Shift.named("unit x 88.4", Kind.UNIT_CHANGE)
                        .of("creatinine", Faults.each(CREATININE, x -> MMOL * x))
                        .within(1)
                        .foundBy("input.unit"),
                Shift.named("unit x 88.4 in 20 % of rows", Kind.UNIT_CHANGE)
                        .of("creatinine", Faults.some(CREATININE, 0.2, x -> MMOL * x))
                        .within(2)
                        .foundBy("input.unit"),
                Shift.named("two columns swapped", Kind.INPUT_DRIFT, Kind.UNIT_CHANGE)
                        .of("creatinine", Faults.swapped(CREATININE, CRP))
                        .within(1)
                        .foundBy("input.dirichlet"),
                Shift.named("a default of 0 in 30 % of rows", Kind.INPUT_DRIFT, Kind.UNSEEN_VALUES)
                        .of("sodium", Faults.some(SODIUM, 0.3, x -> 0))
                        .within(1)
                        .foundBy("input.unseen"),
                Shift.named("a default of a usual value in 30 % of rows", Kind.INPUT_DRIFT)
                        .of("sodium", Faults.some(SODIUM, 0.3, x -> 140))
                        .within(3)
                        .foundBy("input.dirichlet"),
                Shift.named("five features, each of them a little worse", Kind.PREDICTION_DRIFT)
                        .of(Shifts::worse)
                        .rows(300)
                        .foundBy("input.risk"),
                Shift.named("missing 15 -> 40 %", Kind.MISSINGNESS)
                        .of("creatinine", Faults.lost(CREATININE, 0.25 / 0.85))
                        .within(5)
                        .foundBy("feed.missingness"),
                Shift.named("missing together, each as often as before", Kind.MISSINGNESS)
                        .of(Faults.missingWith(CREATININE, LACTATE, 0.63, 1))
                        .rows(300)
                        .within(8)
                        .foundBy("feed.pattern"),
                Shift.named("dead interface of one feature", Kind.DEAD_FEED)
                        .of("crp", Faults.lost(CRP, 1))
                        .rows(50)
                        .within(1)
                        .foundBy("feed.dead"),
                Shift.named("no predictions at all", Kind.DEAD_FEED)
                        .rowsFall(0)
                        .within(1)
                        .foundBy("feed.dead"),
                Shift.named("half as many predictions", Kind.OPERATION)
                        .rowsFall(50)
                        .within(2)
                        .foundBy("feed.operation"),
                Shift.named("odds ratio 2", Kind.CALIBRATION, Kind.PERFORMANCE)
                        .of(Truth.odds(2))
                        .rows(80)
                        .within(12)
                        .foundBy("harm.risk-adjusted"),
                Shift.named("odds ratio 1/2", Kind.CALIBRATION, Kind.PERFORMANCE)
                        .of(Truth.odds(0.5))
                        .rows(80)
                        .within(20)
                        .foundBy("harm.risk-adjusted"),
                Shift.named("odds ratio 3", Kind.PERFORMANCE)
                        .of(Truth.odds(3))
                        .rows(80)
                        .within(8)
                        .foundBy("harm.excess-loss"),
                Shift.named("slope .5", Kind.CALIBRATION, Kind.PERFORMANCE, Kind.DISCRIMINATION)
                        .of(Truth.slope(0.5, 0.1))
                        .rows(100)
                        .within(26)
                        .foundBy("harm.calibration-process"),
                Shift.named("AUROC less by .15", Kind.DISCRIMINATION, Kind.PERFORMANCE, Kind.CALIBRATION)
                        .of(Truth.shuffled(0.52))
                        .within(26)
                        .foundBy("harm.discrimination"),
                Shift.named("odds ratio 3 in one group", Kind.SUBGROUP)
                        .ofGroup("sex=L100", Truth.oddsIn(0, 3))
                        .within(16)
                        .foundBy("harm.subgroups"));
    }

    /** Each by a third of its standard deviation, in the direction of risk. */
    private static void worse(double[] values, SplittableRandom random) {
        values[AGE] += 4;
        values[CREATININE] *= 1.12;
        values[CRP] *= 1.3;
        values[SODIUM] += 1.4;
        values[LACTATE] *= 1.18;
    }
}
