package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationProcessTest {
    private static Setting setting(double meanRisk, double allowance) {
        OutputProfile output = new Ward(99, meanRisk).output(2000);
        return Ward.setting(MonitorPlan.standard(), Ward.baseline(output, 0.75), allowance);
    }

    private static Finding close(CalibrationProcess process, Ward ward, List<MaturedCase> cases) {
        return process.close(ward.window(cases)).get(0);
    }

    /** Middle fifth too low by an odds ratio of 4, its neighbours too high by 1.3: about as many events in all as predicted. */
    private static double cancelling(double p) {
        return RiskTally.moved(p, p > 0.05 && p < 0.12 ? 4 : p < 0.05 ? 0.8 : 0.75);
    }

    @Test
    void fifthsAreThoseOfTheEvaluationAndFixedOnesWithoutOne() {
        RiskParts parts = RiskParts.of(new Ward(1, 0.1).output(5000));
        assertThat(parts.size()).isEqualTo(5);
        long[] counts = new long[5];
        Ward ward = new Ward(2, 0.1);
        for (int i = 0; i < 5000; i++) {
            counts[parts.of(ward.risk())]++;
        }
        for (long count : counts) {
            assertThat(count).isBetween(700L, 1300L);
        }
        RiskParts fixed = RiskParts.of(OutputProfile.unknown());
        assertThat(fixed.size()).isEqualTo(5);
        assertThat(fixed.of(0.01)).isZero();
        assertThat(fixed.of(0.99)).isEqualTo(4);
        assertThat(fixed.name(4)).startsWith("risks from 0.4").endsWith(" to 1");
    }

    /**
     * By hand: one event at a risk of .2; its bound is .25/1.05, so 1 + s g .8/1.05 for more, .16/.96 = 1/6 and 1 - s g 5/6 for
     * fewer.
     */
    @Test
    void oneOutcomeMovesEveryBet() {
        RiskParts parts = RiskParts.of(OutputProfile.unknown());
        ProcessCharts charts = new ProcessCharts(parts, new Allowance(1), 1.25, 2, Ward.SINCE);
        charts.read(new MaturedCase("a", "a", Ward.start(100), 0.2, true, 0));
        double sum = 0;
        for (double stake : new double[] {0.5, 1.5}) {
            for (double g : new double[] {1, 0.2, 0.8, 0, 0, 0, 1, 0}) {
                sum += 1 + stake * g * 0.8 / 1.05;
                sum += 1 - Math.min(stake * g, 0.75 / (5.0 / 6)) * 5 / 6;
            }
        }
        assertThat(charts.state()).isCloseTo(0.1 * sum / 32, within(1e-15));
    }

    @Test
    void aPartOfTheRangeThatTheOverallChartMissesIsNamed() {
        int found = 0;
        int named = 0;
        int overall = 0;
        for (int seed = 0; seed < 20; seed++) {
            CalibrationProcess process = new CalibrationProcess(setting(0.1, 0.075));
            Calibration all = new Calibration(Ward.setting(0.075));
            Ward ward = new Ward(seed, 0.1);
            for (int week = 0; week < 30; week++) {
                List<MaturedCase> cases = ward.week(80, CalibrationProcessTest::cancelling);
                Finding finding = close(process, ward, cases);
                overall += Ward.alarms(all.close(ward.window(cases)));
                if (finding.state() == State.ALARM) {
                    found++;
                    named += finding.explanation()
                                    .matches(
                                            "Calibration by risk: among risks from 0\\.0[3-9]\\d* to 0\\.1\\d*, clearly more events.*")
                            ? 1
                            : 0;
                    assertThat(finding.context().since()).isPresent();
                    assertThat(finding.context().lookFirst()).isPresent();
                    break;
                }
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(18);
        assertThat(named).isGreaterThanOrEqualTo(16);
        assertThat(overall).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({"2.5, more events happen than predicted", "0.3, fewer events happen than predicted"})
    void aShiftEverywhereIsFoundTooInBothDirections(double oddsRatio, String words) {
        CalibrationProcess process = new CalibrationProcess(setting(0.2, 0.075));
        Ward ward = new Ward(7, 0.2);
        Finding last = close(process, ward, ward.week(100, oddsRatio));
        for (int week = 1; week < 15 && last.state() != State.ALARM; week++) {
            last = close(process, ward, ward.week(100, oddsRatio));
        }
        assertThat(last.explanation()).contains(words);
        assertThat(last.state()).isEqualTo(State.ALARM);
    }

    @Test
    void saysWhatItsSilenceMeansInEachPart() {
        CalibrationProcess process = new CalibrationProcess(setting(0.1, 0.075));
        Ward ward = new Ward(3, 0.1);
        assertThat(close(process, ward, List.of()).explanation())
                .isEqualTo("Calibration by risk: no outcome has come due yet.");
        assertThat(close(process, ward, ward.week(80, 1)).state()).isEqualTo(State.INSUFFICIENT);
        Finding last = null;
        for (int week = 0; week < 60; week++) {
            last = close(process, ward, ward.week(80, 1));
        }
        assertThat(last.state()).isEqualTo(State.OK);
        assertThat(last.context().wouldHaveFound().orElseThrow())
                .matches(
                        "since 2020-01-01, an odds ratio of 1\\.\\d+ or 0\\.[56]\\d in the whole range(, [^,]+ or [^,]+ among risks"
                                + " from [^,]+ to [^,]+){5}");
        assertThat(close(process, ward, List.of()).state()).isEqualTo(State.INSUFFICIENT);
    }

    /** At the edge of what is tolerated, in one direction or in both. */
    @ParameterizedTest(name = "{0} cases a week, mean risk {1}, {2} years")
    @CsvSource({
        "20, 0.02, 120",
        "20, 0.1, 120",
        "20, 0.3, 120",
        "80, 0.02, 40",
        "80, 0.1, 40",
        "80, 0.3, 40",
        "300, 0.02, 15",
        "300, 0.1, 15",
        "300, 0.3, 15",
    })
    void falseAlarmsStayWithinTheAllowance(int aWeek, double meanRisk, int years) {
        for (DoubleUnaryOperator truth : List.<DoubleUnaryOperator>of(
                p -> RiskTally.moved(p, 1.25), p -> RiskTally.moved(p, p < meanRisk ? 0.8 : 1.25))) {
            CalibrationProcess process = new CalibrationProcess(setting(meanRisk, 1));
            Ward ward = new Ward((long) (1000 * meanRisk) + aWeek, meanRisk);
            int alarms = 0;
            for (int month = 0; month < 13 * years; month++) {
                List<MaturedCase> cases = ward.weeks(4, aWeek, truth);
                alarms += Ward.alarms(process.close(ward.window(cases)));
            }
            assertThat(alarms).isBetween(1, Ward.most(years));
        }
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        CalibrationProcess one = new CalibrationProcess(setting(0.15, 0.15));
        CalibrationProcess other = new CalibrationProcess(setting(0.15, 0.15));
        Ward ward = new Ward(13, 0.15);
        for (int week = 0; week < 6; week++) {
            close(one, ward, ward.week(60, 1.6));
        }
        Memory.move(one, other);
        for (int week = 0; week < 20; week++) {
            var window = ward.window(ward.week(60, 1.6));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
        assertThat(Memory.size(one::save)).isLessThan(4000);
    }
}
