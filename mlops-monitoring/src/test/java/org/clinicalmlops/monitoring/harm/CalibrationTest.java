package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.Window.Follow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static Calibration standard() {
        return new Calibration(Ward.setting(0.15));
    }

    private static Finding close(Calibration calibration, Ward ward, int n, double oddsRatio) {
        return calibration.close(ward.window(ward.week(n, oddsRatio))).get(0);
    }

    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({
        "2.5, clearly more events happen than predicted, 0.090",
        "0.3, clearly fewer events happen than predicted, 0.060"
    })
    void findsMiscalibrationInBothDirectionsAndNamesIt(double oddsRatio, String words, String part) {
        Calibration calibration = standard();
        Ward ward = new Ward(7, 0.2);
        Finding last = close(calibration, ward, 100, oddsRatio);
        for (int week = 1; week < 10 && last.state() != State.ALARM; week++) {
            last = close(calibration, ward, 100, oddsRatio);
        }
        assertThat(last.state()).isEqualTo(State.ALARM);
        assertThat(last.explanation())
                .contains(words, "had the event and", "were expected", "odds ratio of 1.25", "95 % interval")
                .contains("rather too extreme");
        assertThat(last.context().since()).isPresent();
        assertThat(last.context().patients().getAsLong()).isPositive();
        assertThat(last.context().lookFirst()).isPresent();
        assertThat(last.measure().orElseThrow().thresholdFrom())
                .isEqualTo(part + " expected false alarms a year, its part of 1.0");
        assertThat(last.measure().orElseThrow().statistic()).isGreaterThanOrEqualTo(1);
    }

    /** The risks are three times too high in odds, and rank as before: what mends them is a new intercept. */
    @Test
    void aShiftOfAllRisksAsksForARecalibration() {
        Calibration calibration = standard();
        Ward ward = new Ward(11, 0.25);
        Finding last = null;
        for (int week = 0; week < 40 && (last == null || last.state() != State.ALARM); week++) {
            last = close(calibration, ward, 300, 0.5);
        }
        assertThat(last.context().asks()).contains(Remedy.RECALIBRATE);
        assertThat(last.explanation())
                .contains("a new intercept and slope, fitted on every second case, mend the others");
    }

    @Test
    void isSilentOnACalibratedModelAndSaysWhatItsSilenceMeans() {
        Calibration calibration = standard();
        Ward ward = new Ward(1, 0.1);
        List<Finding> findings = new ArrayList<>();
        for (int week = 0; week < 52; week++) {
            findings.add(close(calibration, ward, 40, 1));
        }
        assertThat(findings).extracting(Finding::state).doesNotContain(State.ALARM);
        assertThat(findings.get(0).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(findings.get(0).explanation()).contains("too few yet to have found an odds ratio of 2.00");
        Finding last = findings.get(51);
        assertThat(last.state()).isEqualTo(State.OK);
        assertThat(last.explanation()).contains("within what is tolerated", "where 4.5 is a customary limit");
        assertThat(last.context().wouldHaveFound().orElseThrow())
                .matches(
                        "more events by an odds ratio of 1\\.[6-9]\\d since 2020-01-01, fewer by one of 0\\.[56]\\d since"
                                + " 2020-01-01; one of 2\\.00 that begins now is found after about \\d+ episodes; one of 0\\.50 .*");
    }

    @Test
    void aWindowWithoutAnOutcomeIsNotInOrder() {
        Calibration calibration = standard();
        Ward ward = new Ward(1, 0.1);
        for (int week = 0; week < 52; week++) {
            close(calibration, ward, 40, 1);
        }
        assertThat(close(calibration, ward, 0, 1).state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void whatIsLeftOutIsNamed() {
        Follow twelve = new Follow(12, 0, 12, 0, 0, 0);
        assertThat(standard().close(Ward.window(0, List.of(), twelve)).get(0).explanation())
                .isEqualTo("Calibration: no outcome has come due yet"
                        + " (12 predictions past the horizon without an outcome left out).");
        Follow treated = new Follow(12, 0, 1, 0, 3, 0);
        assertThat(standard().close(Ward.window(0, List.of(), treated)).get(0).explanation())
                .contains("(1 prediction past the horizon without an outcome left out; 3 outcomes that somebody changed"
                        + " because of the prediction left out, so that the number is not one of all patients)");
    }

    @Test
    void withoutAnAllowanceItNeverAlarmsAndIsNeverInOrder() {
        Calibration calibration = new Calibration(Ward.setting(0));
        Ward ward = new Ward(5, 0.2);
        for (int week = 0; week < 30; week++) {
            assertThat(close(calibration, ward, 100, 3).state()).isEqualTo(State.INSUFFICIENT);
        }
    }

    /**
     * At the edge of what is tolerated, with one a year for the direction: not more, and not so few that the allowance is wasted.
     */
    @ParameterizedTest(name = "{0} cases a week, mean risk {1}, odds ratio {2}, {3} years")
    @CsvSource({
        "20, 0.02, 1.25, 150",
        "20, 0.1, 0.8, 150",
        "20, 0.3, 1.25, 150",
        "80, 0.02, 0.8, 60",
        "80, 0.1, 1.25, 60",
        "80, 0.3, 0.8, 60",
        "300, 0.02, 1.25, 30",
        "300, 0.1, 1.25, 30",
        "300, 0.3, 0.8, 30",
    })
    void falseAlarmsStayWithinTheAllowance(int aWeek, double meanRisk, double oddsRatio, int years) {
        double allowed = oddsRatio > 1 ? 1 / 0.6 : 1 / 0.4;
        Calibration calibration = new Calibration(Ward.setting(allowed));
        Ward ward = new Ward((long) (1000 * meanRisk) + aWeek, meanRisk);
        String words = oddsRatio > 1 ? "clearly more" : "clearly fewer";
        int alarms = 0;
        int ofThisKind = 0;
        for (int fortnight = 0; fortnight < 26 * years; fortnight++) {
            List<MaturedCase> cases = ward.weeks(2, aWeek, oddsRatio);
            Finding finding = calibration.close(ward.window(cases)).get(0);
            alarms += finding.state() == State.ALARM ? 1 : 0;
            ofThisKind += finding.explanation().contains(words) ? 1 : 0;
        }
        assertThat(ofThisKind).isBetween((int) (0.3 * years), Ward.most(years));
        assertThat(alarms).isLessThanOrEqualTo((int) (allowed * years));
    }

    /** Medians of METHODS: 9.2, 3.1 and 1.4 weeks at 80 cases a week, a risk of about .1 and the whole budget. */
    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({"1.5, 5, 12", "2, 2, 4", "3, 1, 2"})
    void harmIsFoundWithinWeeks(double oddsRatio, double from, double to) {
        int[] weeks = new int[101];
        for (int seed = 0; seed < weeks.length; seed++) {
            Ward ward = new Ward(seed, 0.1);
            weeks[seed] = ward.weeksToAlarm(
                    new Calibration(Ward.setting(1 / 0.6)), 80, p -> RiskTally.moved(p, oddsRatio), 60);
        }
        assertThat(Ward.median(weeks)).isBetween(from, to);
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        Calibration one = standard();
        Calibration other = standard();
        Ward ward = new Ward(13, 0.15);
        for (int week = 0; week < 6; week++) {
            close(one, ward, 61, 1.6);
        }
        Memory.move(one, other);
        for (int week = 0; week < 12; week++) {
            var window = ward.window(ward.week(60, 1.6));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
        assertThat(Memory.size(one::save)).isLessThan(4000);
    }
}
