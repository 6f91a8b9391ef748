package org.clinicalmlops.testkit.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Detector} must do. Extend it beside your own detector. It drives the detector with made-up wards: three numbers and
 * a category, rows that come evenly, a look every day and a window every week, outcomes that are known at once, a reference drawn anew
 * for each. What it cannot check is that the detector keeps its allowance on your data, finds what you fear, and that its declaration
 * names every parameter.
 */
public abstract class DetectorContract {
    private static final long SEED = 20240501;
    private static final int ROWS = 150;
    private static final int WEEKS = 26;

    /** For subclasses. */
    protected DetectorContract() {}

    /** The detector under test; asked once or more per test, and always answers an equal one. */
    protected abstract DetectorSpec detector();

    /** The plan that it is opened under. */
    protected MonitorPlan plan() {
        return MonitorPlan.standard();
    }

    /** Half-year streams on which nothing is wrong; fewer prove less. */
    protected int streams() {
        return 200;
    }

    /** False alarms a year that it is opened with; none if it only describes. */
    private double perYear() {
        return detector().family() == Family.DESCRIPTION ? 0 : 1;
    }

    private TestWard ward(long seed) {
        return new TestWard(plan(), SEED + seed);
    }

    private Detector open(TestWard ward) {
        return detector().open(ward.setting(perYear()));
    }

    private List<Finding> week(TestWard ward, Detector detector, List<WardRow> rows) {
        return ward.week(List.of(detector), rows, detector().keepsRows()).get(0);
    }

    /** What may go wrong with a ward; each is gross. */
    private enum Fault {
        UNIT,
        MISSING,
        UNSEEN,
        RISKS,
        EVENTS,
        NO_EVENTS,
        SILENCE;

        List<WardRow> of(List<WardRow> rows) {
            return this == SILENCE ? List.of() : rows.stream().map(this::of).toList();
        }

        private WardRow of(WardRow row) {
            double[] values = row.values().clone();
            switch (this) {
                case UNIT -> values[2] *= 88.4; // creatinine in umol/L
                case MISSING -> values[1] = Double.NaN;
                case UNSEEN -> values[3] = -1;
                default -> {}
            }
            double risk = this == RISKS ? 1 - row.risk() : row.risk();
            boolean event = this == EVENTS || this != NO_EVENTS && row.event();
            return new WardRow(values, risk, event);
        }
    }

    @Test
    public void equalSpecsDeclareEqually() {
        assertThat(detector().declaration()).isEqualTo(detector().declaration());
        assertThat(detector().id()).isNotBlank().isEqualTo(detector().id());
        assertThat(detector().family()).isEqualTo(detector().family());
        assertThat(detector().keepsRows()).isNotNegative().isEqualTo(detector().keepsRows());
    }

    @Test
    public void theSameStreamGivesTheSameFindingsAndTheSameState() {
        TestWard ward = ward(1);
        List<Detector> twins = List.of(open(ward), open(ward));
        for (int week = 0; week < 8; week++) {
            List<WardRow> rows = week < 5 ? ward.rows(ROWS) : Fault.UNIT.of(ward.rows(ROWS));
            List<List<Finding>> said = ward.week(twins, rows, detector().keepsRows());
            assertThat(said.get(1)).as("week " + week).isEqualTo(said.get(0));
        }
        assertThat(KeptState.of(twins.get(1)::save).values())
                .isEqualTo(KeptState.of(twins.get(0)::save).values());
    }

    /** Between windows and after each look, in order and in every fault. */
    @Test
    public void savedAndRestoredInMidStreamItGoesOnWithTheSameBits() {
        for (Fault fault : Fault.values()) {
            TestWard ward = ward(2);
            UnaryOperator<Detector> again = detector -> restored(ward, detector);
            Detector whole = open(ward);
            Detector interrupted = open(ward);
            for (int week = 0; week < 10; week++) {
                List<WardRow> rows = week == 5 || week == 6 ? fault.of(ward.rows(ROWS)) : ward.rows(ROWS);
                Detector[] last = {interrupted};
                List<List<Finding>> said =
                        ward.week(List.of(whole, interrupted), rows, detector().keepsRows(), detector -> {
                            last[0] = again.apply(detector);
                            return last[0];
                        });
                assertThat(said.get(1)).as(fault + ", week " + week).isEqualTo(said.get(0));
                interrupted = again.apply(last[0]);
                assertThat(KeptState.of(interrupted::save).values())
                        .as(fault + ", state after week " + week)
                        .isEqualTo(KeptState.of(whole::save).values());
            }
        }
    }

    private Detector restored(TestWard ward, Detector detector) {
        KeptState state = KeptState.of(detector::save);
        Detector other = open(ward);
        other.restore(state);
        assertThat(state.allRead()).as("restore reads all that save wrote").isTrue();
        return other;
    }

    @Test
    public void aStateThatIsNoneIsRefused() {
        TestWard ward = ward(3);
        Detector detector = open(ward);
        for (int week = 0; week < 4; week++) {
            week(ward, detector, ward.rows(ROWS));
        }
        KeptState state = KeptState.of(detector::save);
        int size = state.values().size();
        for (int place = 0; place < size; place++) {
            KeptState cut = state.first(place);
            assertThatExceptionOfType(MlopsException.class)
                    .as("cut after " + place + " of " + size + " values")
                    .isThrownBy(() -> open(ward).restore(cut));
            boolean text = state.values().get(place) instanceof String;
            KeptState other = state.with(place, text ? (Object) 1L : "something else");
            assertThatExceptionOfType(MlopsException.class)
                    .as("something else at " + place)
                    .isThrownBy(() -> open(ward).restore(other));
        }
    }

    @Test
    public void nothingIsTooLittleAndNeverInOrderOrAnAlarm() {
        TestWard ward = ward(4);
        List<Finding> said = week(ward, open(ward), List.of());

        assertThat(said).extracting(Finding::state).doesNotContain(State.ALARM, State.OK);
        if (detector().family() != Family.DESCRIPTION) {
            assertThat(said).extracting(Finding::state).contains(State.INSUFFICIENT);
        }
    }

    /** Single rows, rows without values, without answers, with categories that were never seen, one kind of outcome only. */
    @Test
    public void oddWindowsDoNotThrow() {
        TestWard ward = ward(5);
        List<List<WardRow>> odd = new ArrayList<>();
        for (int n : new int[] {1, 2, ROWS}) {
            List<WardRow> rows = ward.rows(n);
            odd.add(rows);
            for (Fault fault : Fault.values()) {
                odd.add(fault.of(rows));
            }
            odd.add(rows.stream().map(row -> with(row, Double.NaN)).toList());
            odd.add(rows.stream().map(row -> with(row, 1e300)).toList());
            odd.add(rows.stream().map(row -> with(row, -1)).toList());
            odd.add(rows.stream().map(row -> risk(row, Double.NaN)).toList());
            odd.add(rows.stream().map(row -> risk(row, 0)).toList());
            odd.add(rows.stream().map(row -> risk(row, 1)).toList());
        }
        for (List<WardRow> rows : odd) {
            TestWard alone = ward(6);
            checked(week(alone, open(alone), rows));
        }
        Detector all = open(ward);
        for (List<WardRow> rows : odd) {
            checked(week(ward, all, rows));
        }
    }

    private static WardRow with(WardRow row, double value) {
        return new WardRow(
                new double[] {value, value, value, Double.isNaN(value) ? value : -1}, row.risk(), row.event());
    }

    private static WardRow risk(WardRow row, double risk) {
        return new WardRow(row.values(), risk, row.event());
    }

    /** And tells what it is about: who says it, of how many on both sides, by which formula, against which threshold. */
    @Test
    public void aGrossFaultIsFoundAndTheAlarmShowsItsNumbers() {
        List<Finding> alarms = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            TestWard ward = ward(7);
            Detector detector = open(ward);
            for (int week = 0; week < 16; week++) {
                List<WardRow> rows = week < 8 ? ward.rows(ROWS) : fault.of(ward.rows(ROWS));
                alarms.addAll(checked(week(ward, detector, rows)).stream()
                        .filter(finding -> finding.state() == State.ALARM)
                        .toList());
            }
        }
        if (perYear() > 0) {
            assertThat(alarms).as("alarms on gross faults").isNotEmpty();
        }
        for (Finding alarm : alarms) {
            Finding.Measure measure = alarm.measure().orElseThrow(() -> new AssertionError("no numbers in " + alarm));
            assertThat(measure.statistic()).as("statistic of " + alarm).isNotNaN();
            assertThat(measure.threshold()).as("threshold of " + alarm).isNotNaN();
            assertThat(measure.nReference())
                    .as("n of the reference of " + alarm)
                    .isNotNegative();
            assertThat(measure.nCurrent()).as("n of now of " + alarm).isNotNegative();
            assertThat(measure.formula()).as("formula of " + alarm).isNotBlank();
            assertThat(measure.thresholdFrom())
                    .as("origin of the threshold of " + alarm)
                    .isNotBlank();
        }
    }

    private List<Finding> checked(List<Finding> findings) {
        for (Finding finding : findings) {
            assertThat(finding.detector())
                    .as("who says it")
                    .isEqualTo(detector().id());
            assertThat(finding.subject()).isNotBlank();
            assertThat(finding.explanation()).isNotBlank();
        }
        return findings;
    }

    /**
     * On streams of half a year on which nothing is wrong: the one-sided 99.99 % lower bound of the mean number of alarms must not exceed
     * what the allowance gives for the time. What a look has told and the window tells again is one alarm.
     */
    @Test
    public void onNothingItSpendsAtMostItsAllowance() {
        long[] alarms = IntStream.range(0, streams())
                .mapToLong(stream -> alarms(ward(100 + stream)))
                .toArray();
        double allowed = new Allowance(perYear())
                .between(TestWard.SINCE, TestWard.SINCE.plus(TestWard.WEEK.multipliedBy(WEEKS)));

        assertThat(Bound.ofMean(alarms)).as("alarms of a stream, at least").isLessThanOrEqualTo(allowed);
    }

    private long alarms(TestWard ward) {
        Detector detector = open(ward);
        long alarms = 0;
        for (int week = 0; week < WEEKS; week++) {
            Set<String> subjects = new HashSet<>();
            for (Finding finding : week(ward, detector, ward.rows(ROWS))) {
                if (finding.state() == State.ALARM) {
                    subjects.add(finding.kind() + " " + finding.subject());
                }
            }
            alarms += subjects.size();
        }
        return alarms;
    }
}
