package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialDriftTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Ward WARD = Ward.of(Ward.number("x", Ward.NORMAL));
    private static final Ward SHIFTED = WARD.changed("x", x -> x + 1.5);

    private final SplittableRandom random = new SplittableRandom(12);
    private final Baseline baseline = WARD.baseline(3000, random);

    private Drive drive() {
        return new Drive(new SequentialDrift(Ward.setting(baseline, 0.02)), baseline);
    }

    @Test
    void aGreatChangeIsFoundBeforeTheWindowEnds() {
        Drive drive = drive();
        drive.window(WARD.rows(300, random), WARD, 30, MONTH);
        double[][] rows = WARD.rows(300, random);
        System.arraycopy(SHIFTED.rows(200, random), 0, rows, 100, 200);
        List<Finding> alarms = Drive.ofState(drive.window(rows, WARD, 30, MONTH), State.ALARM);
        assertThat(alarms).as("at a look, and at the close").hasSize(2);
        assertThat(alarms.get(0).measure().orElseThrow().nCurrent()).isLessThan(500);
        for (Finding alarm : alarms) {
            assertThat(Duration.between(
                                    Ward.SINCE.plus(MONTH),
                                    alarm.context().since().orElseThrow())
                            .toDays())
                    .as("the tenth, to within the half month between two epochs")
                    .isBetween(9L, 16L);
            assertThat(alarm.context().lookFirst().orElseThrow())
                    .contains("the most changed share is that of values of");
        }
        assertThat(alarms.get(1).context().patients().orElseThrow()).isBetween(150L, 210L);
    }

    @Test
    void anAlarmLastsAsLongAsTheChange() {
        Drive drive = drive();
        List<State> states = new ArrayList<>();
        for (int month = 0; month < 6; month++) {
            Ward ward = month >= 1 && month < 4 ? SHIFTED : WARD;
            List<Finding> findings = drive.window(ward.rows(100, random), ward, 10, MONTH);
            states.add(findings.get(findings.size() - 1).state());
        }
        assertThat(states).containsExactly(State.OK, State.ALARM, State.ALARM, State.ALARM, State.OK, State.OK);
    }

    @Test
    void rowsWithoutAnEpisodeAreRefused() {
        List<Finding> findings = drive().unkeyed().window(SHIFTED.rows(300, random), SHIFTED, 10, MONTH);
        assertThat(findings).extracting(Finding::state).containsExactly(State.INSUFFICIENT);
        assertThat(findings.get(0).explanation()).contains("without the episode");
    }

    /** Six rows of each patient that are alike, taken for six patients, alarm; what the refusal is for. */
    @Test
    void rowsOfOneEpisodeCountedAsManyWouldAlarm() {
        int alarms = 0;
        for (int stream = 0; stream < 20; stream++) {
            double[][] patients = WARD.rows(50, random);
            double[][] rows = new double[300][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = patients[i / 6];
            }
            alarms += Drive.alarms(drive().window(rows, WARD, 10, MONTH)) ? 1 : 0;
        }
        assertThat(alarms).isGreaterThan(5);
    }

    /** Weekly windows, a look a day, for three years: at most the allowed alarms a year. */
    @ParameterizedTest(name = "{0} rows a week")
    @ValueSource(ints = {20, 100})
    void inYearsWithoutAChangeAlarmsKeepTheAllowance(int rows) {
        int hospitals = 15;
        double perYear = 0.4;
        int alarms = 0;
        for (int hospital = 0; hospital < hospitals; hospital++) {
            Baseline own = WARD.baseline(hospital % 2 == 0 ? 500 : 3000, random);
            Drive drive = new Drive(new SequentialDrift(Ward.setting(own, perYear)), own);
            boolean open = false;
            for (int week = 0; week < 156; week++) {
                boolean now = Drive.alarms(drive.window(WARD.rows(rows, random), WARD, 7, WEEK));
                alarms += now && !open ? 1 : 0;
                open = now;
            }
        }
        double mean = perYear * hospitals * 3;
        int most = new PoissonDistribution(null, mean, 1e-12, 10_000).inverseCumulativeProbability(0.9999);
        assertThat(alarms).isLessThanOrEqualTo(most);
        assertThat((double) alarms).as("%s of %s", alarms, mean).isLessThanOrEqualTo(mean);
    }

    /** A quarter of a standard deviation: an index of about 0.06 for ever. The price of finding half of one among 300 rows. */
    @ParameterizedTest(name = "{0} rows a month")
    @ValueSource(ints = {60, 300, 5000})
    void aSlightLastingChangeAlarmsSeldomAtAnyVolume(int rows) {
        Ward older = WARD.changed("x", x -> x + 0.25);
        int years = rows > 1000 ? 10 : 40;
        int alarms = 0;
        for (int year = 0; year < years; year++) {
            Drive drive = new Drive(new SequentialDrift(Ward.setting(baseline, 0.002)), baseline);
            boolean alarmed = false;
            for (int month = 0; month < 12; month++) {
                alarmed |= Drive.alarms(drive.window(older.rows(rows, random), older, 4, MONTH));
            }
            alarms += alarmed ? 1 : 0;
        }
        assertThat((double) alarms / years).isLessThanOrEqualTo(0.2);
    }

    @Test
    void whatIsInOrderSaysWhatWouldHaveBeenFound() {
        Finding finding =
                drive().window(WARD.rows(300, random), WARD, 10, MONTH).get(0);
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.context().wouldHaveFound().orElseThrow())
                .matches("a population stability index of 0\\.[123]\\d, new values .* about 80 %");
    }

    @Test
    void valuesThatAreMissingChangeNothing() {
        double[][] rows = WARD.rows(300, random);
        Drive whole = drive();
        List<Finding> findings = whole.window(rows, WARD, 10, MONTH);
        double[][] more = new double[600][];
        for (int i = 0; i < more.length; i++) {
            more[i] = i % 2 == 0 ? rows[i / 2] : new double[] {Double.NaN};
        }
        List<Finding> withMissing = drive().window(more, WARD, 10, MONTH);
        assertThat(withMissing)
                .extracting(Finding::explanation)
                .containsExactlyElementsOf(
                        findings.stream().map(Finding::explanation).toList());
        Ward all = WARD.with("x", r -> Double.NaN);
        assertThat(drive().window(all.rows(60, random), all, 10, MONTH))
                .extracting(Finding::state)
                .containsOnly(State.INSUFFICIENT);
    }

    @Test
    void constantsAndEmptyFeaturesHaveDefinedAnswers() {
        Ward ward = Ward.of(
                Ward.number("constant", r -> 7),
                Ward.number("none", r -> Double.NaN),
                Ward.category("one", 1, r -> 0),
                Ward.number("binary", r -> r.nextInt(2)));
        Baseline own = ward.baseline(500, random);
        Drive drive = new Drive(new SequentialDrift(Ward.setting(own, 0.1)), own);
        assertThat(drive.window(ward.rows(100, random), ward, 5, MONTH))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.INSUFFICIENT, State.OK, State.OK);
        assertThat(drive.window(new double[0][], ward, 5, MONTH))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.INSUFFICIENT, State.OK, State.OK);
        Ward changed = ward.changed("constant", x -> 8);
        assertThat(Drive.ofState(drive.window(changed.rows(100, random), changed, 5, MONTH), State.ALARM))
                .extracting(Finding::subject)
                .containsOnly("constant");
        Drive empty = new Drive(new SequentialDrift(Ward.setting(own, 0.1)), own);
        assertThat(empty.window(new double[0][], ward, 1, MONTH))
                .extracting(Finding::state)
                .containsOnly(State.INSUFFICIENT);
    }
}
