package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcessLossTest {
    private static final double TOLERATED = 0.02;

    private static Finding close(ExcessLoss loss, Ward ward, List<MaturedCase> cases) {
        return loss.close(ward.window(cases)).get(0);
    }

    /** The true risk at which the mean excess is just what is tolerated. */
    private static double edge(double p) {
        return p < 0.45 ? Math.min(1, p + TOLERATED / (1 - 2 * p)) : p;
    }

    /** By hand: p = .25, event: excess .75 * .5 = .375; stakes .75/.145 halved seven times; a tenth of a year's share of 1. */
    @Test
    void oneOutcomeMovesEveryStake() {
        LossChart chart = new LossChart(new Allowance(1), TOLERATED, Ward.SINCE);
        var at = Ward.SINCE.plus(Duration.ofMinutes(52596));
        chart.read(new MaturedCase("a", "a", at, 0.25, true, 0));
        double sum = 0;
        for (int j = 0; j < 8; j++) {
            sum += 0.1 * (1 + 0.75 / 0.145 * Math.pow(2, -j) * (0.375 - TOLERATED));
        }
        assertThat(chart.evidence().state()).isCloseTo(sum / 8, within(1e-15));
        assertThat(chart.evidence().whole().error()).isCloseTo(0.5625, within(1e-15));
        assertThat(chart.evidence().whole().allowed()).isCloseTo(0.1875, within(1e-15));
    }

    /**
     * No outcome loses more than three quarters of a stake: the lowest excess is at a risk of 1/4 without, of 3/4 with the event.
     */
    @ParameterizedTest
    @CsvSource({"0.25, false", "0.75, true", "0, false", "1, true", "0, true", "1, false", "0.5, true"})
    void noOutcomeIsRefused(double risk, boolean event) {
        LossChart chart = new LossChart(new Allowance(1), 0, Ward.SINCE);
        chart.read(new MaturedCase("a", "a", Ward.start(5), risk, event, 0));
        assertThat(chart.evidence().state()).isGreaterThanOrEqualTo(0.03 * 0.25);
    }

    @Test
    void risksThatNoLongerMeanAnythingAreFoundAndAskForMoreThanARecalibration() {
        ExcessLoss loss = new ExcessLoss(Ward.setting(0.25));
        Ward ward = new Ward(3, 0.3);
        for (int week = 0; week < 20; week++) {
            assertThat(close(loss, ward, ward.week(100, 1)).state()).isNotEqualTo(State.ALARM);
        }
        Finding last = null;
        int weeks = 0;
        while (last == null || last.state() != State.ALARM) {
            last = close(loss, ward, ward.week(100, p -> 0.3)); // whatever the risk
            weeks++;
        }
        assertThat(weeks).isLessThanOrEqualTo(12);
        assertThat(last.explanation()).contains("errs clearly more than its own risks allow for", "0.020 can explain");
        assertThat(last.context().asks().orElseThrow()).isIn(Remedy.RETRAIN, Remedy.STOP);
        assertThat(Duration.between(Ward.start(20), last.context().since().orElseThrow())
                        .toDays())
                .isBetween(-35L, 70L);
        assertThat(last.context().patients().getAsLong()).isPositive();
    }

    /** Fewer events than predicted at low risks: the error is smaller than promised. */
    @Test
    void betterThanPromisedIsNoFinding() {
        ExcessLoss loss = new ExcessLoss(Ward.setting(0.25));
        Ward ward = new Ward(4, 0.1);
        for (int week = 0; week < 30; week++) {
            assertThat(close(loss, ward, ward.week(100, 0.3)).state()).isNotEqualTo(State.ALARM);
        }
    }

    /** Ten times as many patients at high risk raise the raw error five times and change nothing here. */
    @Test
    void otherPatientsAreNoHarm() {
        ExcessLoss loss = new ExcessLoss(Ward.setting(0.25));
        Ward low = new Ward(5, 0.02);
        for (int week = 0; week < 20; week++) {
            close(loss, low, low.week(100, 1));
        }
        Ward high = new Ward(6, 0.3);
        for (int week = 0; week < 100; week++) {
            assertThat(close(loss, high, high.week(100, 1)).state()).isNotEqualTo(State.ALARM);
        }
    }

    @Test
    void inOrderOnlyWhenAnExcessOfTwiceTheToleratedOneWouldHaveBeenFound() {
        ExcessLoss loss = new ExcessLoss(Ward.setting(0.25));
        Ward ward = new Ward(7, 0.1);
        Finding first = close(loss, ward, ward.week(100, 1));
        assertThat(first.state()).isEqualTo(State.INSUFFICIENT);
        assertThat(first.explanation()).contains("too few yet to have found an excess of 0.040");
        Finding last = first;
        for (int week = 1; week < 60; week++) {
            last = close(loss, ward, ward.week(100, 1));
        }
        assertThat(last.state()).isEqualTo(State.OK);
        assertThat(last.context().wouldHaveFound().orElseThrow())
                .matches("a mean squared error 0\\.0[23]\\d above what the risks allow for, since 2020-01-01");
        assertThat(close(loss, ward, List.of()).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(new ExcessLoss(Ward.setting(0.25))
                        .close(Ward.window(0, List.of()))
                        .get(0)
                        .explanation())
                .isEqualTo("Excess loss: no outcome has come due yet.");
    }

    /** At the edge of what is tolerated in every part of the range, with one a year. */
    @ParameterizedTest(name = "{0} cases a week, mean risk {1}, {2} years")
    @CsvSource({
        "20, 0.02, 150",
        "20, 0.1, 150",
        "20, 0.3, 150",
        "80, 0.02, 60",
        "80, 0.1, 60",
        "80, 0.3, 60",
        "300, 0.02, 25",
        "300, 0.1, 25",
        "300, 0.3, 25",
    })
    void falseAlarmsStayWithinTheAllowance(int aWeek, double meanRisk, int years) {
        ExcessLoss loss = new ExcessLoss(Ward.setting(1));
        Ward ward = new Ward((long) (1000 * meanRisk) + aWeek, meanRisk);
        int alarms = 0;
        for (int week = 0; week < 52 * years; week++) {
            List<MaturedCase> cases = ward.week(aWeek, ExcessLossTest::edge);
            alarms += Ward.alarms(loss.close(ward.window(cases)));
        }
        assertThat(alarms).isBetween(1, Ward.most(years));
    }

    /** With the whole budget, 80 cases a week and risks of about .1. */
    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({"2, 8", "3, 3"})
    void harmIsFoundWithinWeeks(double oddsRatio, double atMost) {
        int[] weeks = new int[51];
        for (int seed = 0; seed < weeks.length; seed++) {
            Ward ward = new Ward(seed, 0.1);
            weeks[seed] =
                    ward.weeksToAlarm(new ExcessLoss(Ward.setting(1)), 80, p -> RiskTally.moved(p, oddsRatio), 80);
        }
        assertThat(Ward.median(weeks)).isLessThanOrEqualTo(atMost);
    }

    /** The smallest excess that would have been found is found in about half of the wards. */
    @Test
    void theSmallestExcessIsFoundInHalfOfTheWards() {
        LossChart quiet = new LossChart(new Allowance(0.25), TOLERATED, Ward.SINCE);
        Ward calibrated = new Ward(1, 0.15);
        for (int week = 0; week < 20; week++) {
            calibrated.week(50, 1).forEach(quiet::read);
        }
        double smallest = quiet.smallestFound().orElseThrow();
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            Ward ward = new Ward(50 + seed, 0.15);
            LossChart chart = new LossChart(new Allowance(0.25), TOLERATED, Ward.SINCE);
            boolean alarmed = false;
            for (int week = 0; week < 20; week++) {
                for (MaturedCase c : ward.week(50, p -> p + smallest / (1 - 2 * Math.min(0.4, p)))) {
                    alarmed |= chart.read(c).isPresent();
                }
            }
            found += alarmed ? 1 : 0;
        }
        assertThat(found).isBetween(45, 95);
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        ExcessLoss one = new ExcessLoss(Ward.setting(MonitorPlan.standard(), 0.25));
        ExcessLoss other = new ExcessLoss(Ward.setting(MonitorPlan.standard(), 0.25));
        Ward ward = new Ward(13, 0.25);
        for (int week = 0; week < 4; week++) {
            close(one, ward, ward.week(60, p -> 0.3));
        }
        Memory.move(one, other);
        for (int week = 0; week < 10; week++) {
            var window = ward.window(ward.week(60, p -> 0.3));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
        assertThat(Memory.size(one::save)).isLessThan(3000);
    }
}
