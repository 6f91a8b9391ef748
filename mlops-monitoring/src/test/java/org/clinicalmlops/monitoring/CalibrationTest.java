package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static final Instant SINCE = Samples.SINCE;
    private final SplittableRandom random = new SplittableRandom(7);

    private static Matured matured(double days, double risk, boolean event) {
        Instant at = SINCE.plus(Duration.ofMinutes((long) (days * 1440)));
        return new Matured("id", "episode", at, risk, event);
    }

    /** Cases of one month of which the odds are {@code oddsRatio} times what the model said. */
    private List<Matured> month(int k, int n, double oddsRatio) {
        List<Matured> cases = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double risk = 0.05 + 0.3 * random.nextDouble();
            double truth = oddsRatio * risk / (1 - risk + oddsRatio * risk);
            cases.add(matured(30 * (k + (i + 1.0) / n), risk, random.nextDouble() < truth));
        }
        return cases;
    }

    private static Calibration standard() {
        MonitorPlan plan = MonitorPlan.standard();
        return new Calibration(plan, new Budget(plan), SINCE);
    }

    /** By hand: a tenth of a year gains 0.25, times 2/1.25 for an event of risk 0; then alarm at once with 10 events of risk 0. */
    @Test
    void theChartGainsItsBudgetAndStartsAnewAtAnAlarm() {
        CalibrationChart chart = new CalibrationChart(2.5, 1.25, 2, SINCE);
        assertThat(chart.read(matured(36.525, 0, true))).isEmpty();
        assertThat(chart.evidence().state()).isCloseTo(0.4, within(1e-12));
        assertThat(chart.read(matured(36.525, 0, true))).isEmpty();
        assertThat(chart.evidence().state()).isCloseTo(0.64, within(1e-12));
        assertThat(chart.read(matured(10, 0, false)))
                .as("earlier than the last: gains nothing")
                .isEmpty();
        assertThat(chart.evidence().state()).isCloseTo(0.64, within(1e-12));
        CalibrationChart.Evidence alarm = chart.read(matured(36.525, 0, true)).orElseThrow();
        assertThat(alarm.state()).isCloseTo(1.024, within(1e-12));
        assertThat(alarm.cases()).isEqualTo(4);
        assertThat(alarm.events()).isEqualTo(3);
        assertThat(chart.evidence().state()).isZero();
        assertThat(chart.evidence().cases()).isZero();
        assertThat(chart.evidence().since()).isEqualTo(SINCE.plus(Duration.ofMinutes(52596)));
    }

    @Test
    void theFirstOutcomeOfALongHorizonDoesNotAlarmByItself() {
        CalibrationChart chart = new CalibrationChart(0.25, 1.25, 2, SINCE);
        assertThat(chart.read(matured(5 * 365.25, 0, true))).isEmpty();
        assertThat(chart.evidence().state()).isCloseTo(0.025 * 2 / 1.25, within(1e-12));
    }

    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({"2.5, clearly more events happen than predicted", "0.4, clearly fewer events happen than predicted"})
    void findsMiscalibrationInBothDirectionsAndNamesIt(double oddsRatio, String words) {
        Calibration calibration = standard();
        Finding last = calibration.judge(month(0, 300, oddsRatio), 0);
        for (int k = 1; k < 3 && last.state() != State.ALARM; k++) {
            last = calibration.judge(month(k, 300, oddsRatio), 0);
        }
        assertThat(last.state()).isEqualTo(State.ALARM);
        assertThat(last.explanation()).contains(words, "had the event and", "were expected", "odds ratio of 1.25");
    }

    @Test
    void isSilentOnACalibratedModelAndSaysWhenItsSilenceMeansSomething() {
        Calibration calibration = standard();
        List<State> states = new ArrayList<>();
        for (int k = 0; k < 36; k++) {
            states.add(calibration.judge(month(k, 50, 1), 0).state());
        }
        assertThat(states).doesNotContain(State.ALARM);
        assertThat(states.get(0)).isEqualTo(State.INSUFFICIENT);
        assertThat(states.subList(12, 36)).containsOnly(State.OK);
    }

    @Test
    void aWindowWithoutAnOutcomeIsNotInOrder() {
        Calibration calibration = standard();
        for (int k = 0; k < 12; k++) {
            calibration.judge(month(k, 50, 1), 0);
        }
        assertThat(calibration.judge(List.of(), 0).state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void predictionsPastTheirHorizonWithoutAnOutcomeAreNamed() {
        assertThat(standard().judge(List.of(), 12).explanation())
                .isEqualTo("Calibration: no outcome has come due yet"
                        + " (12 predictions past the horizon without an outcome left out).");
    }
}
