package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRecalibrationTest {
    private static LogisticRecalibration.Fitted fitted(double[] risks, boolean[] happened) {
        LogisticRecalibration fit = LogisticRecalibration.fit(risks, happened);
        assertThat(fit).isInstanceOf(LogisticRecalibration.Fitted.class);
        return (LogisticRecalibration.Fitted) fit;
    }

    /** By hand: two risks a and b make two groups, whose log odds of events the line goes through. */
    @ParameterizedTest
    @CsvSource({"0.2, 0.6", "0.5, 0.5000001", "0.000002, 0.999998", "0.9, 0.1"})
    void twoRisksAreFittedExactly(double a, double b) {
        double[] risks = Sample.doubles(40, k -> k < 20 ? a : b);
        boolean[] happened = Sample.flags(40, k -> k < 20 ? k < 5 : k < 32);
        LogisticRecalibration.Fitted fitted = fitted(risks, happened);
        double slope = (Math.log(12.0 / 8) - Math.log(5.0 / 15)) / (LogOdds.logit(b) - LogOdds.logit(a));
        assertThat(fitted.slope()).isCloseTo(slope, within(1e-6 * Math.abs(slope)));
        assertThat(fitted.apply(a)).isCloseTo(0.25, within(1e-7));
        assertThat(fitted.apply(b)).isCloseTo(0.6, within(1e-7));
        double variance = 20.0 / (5 * 15) + 20.0 / (12 * 8);
        assertThat(fitted.slopeError() * Math.abs(LogOdds.logit(b) - LogOdds.logit(a)))
                .isCloseTo(Math.sqrt(variance), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void recalibratedRisksAreCalibratedOnTheirOwnCases(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] risks = Sample.doubles(500, k -> random.nextDouble() * random.nextDouble());
        boolean[] happened = Sample.flags(500, k -> random.nextDouble() < Math.sqrt(risks[k]));
        LogisticRecalibration.Fitted fitted = fitted(risks, happened);
        double[] again = Sample.doubles(500, k -> fitted.apply(risks[k]));
        LogisticRecalibration.Fitted second = fitted(again, happened);
        assertThat(second.intercept()).isCloseTo(0, within(1e-8));
        assertThat(second.slope()).isCloseTo(1, within(1e-8));
        double sum = 0;
        for (double risk : again) {
            sum += risk;
        }
        assertThat(sum).isCloseTo(Cases.events(happened), within(1e-6));
    }

    @Test
    void classesThatOverlapInOneCaseOnlyAreFitted() {
        boolean[] happened = Sample.flags(2000, k -> k >= 1000);
        happened[999] = true;
        happened[1000] = false;
        LogisticRecalibration.Fitted fitted = fitted(Sample.doubles(2000, k -> (k + 0.5) / 2000), happened);
        assertThat(fitted.slope()).isGreaterThan(100).isFinite();
    }

    @Test
    void withoutAMaximumItSaysWhy() {
        List<String> reasons = new ArrayList<>();
        LogisticRecalibration.fit(new double[0], new boolean[0]).match(f -> {}, u -> reasons.add(u.reason()));
        LogisticRecalibration.fit(new double[] {0.1, 0.2}, new boolean[2]).match(f -> {}, u -> reasons.add(u.reason()));
        LogisticRecalibration.fit(new double[] {0.2, 0.2}, new boolean[] {true, false})
                .match(f -> {}, u -> reasons.add(u.reason()));
        LogisticRecalibration.fit(new double[] {0.1, 0.2}, new boolean[] {true, false})
                .match(f -> {}, u -> reasons.add(u.reason()));
        assertThat(reasons)
                .containsExactly(
                        "there are no cases",
                        "none of the 2 cases had the event",
                        "all cases have the same risk",
                        "a threshold on the risk separates cases with the event from cases without");
    }

    @Test
    void risksThatDifferOnlyBeyondTheClipAreEqual() {
        assertThat(LogisticRecalibration.fit(new double[] {0, 1e-7, 1e-9}, new boolean[] {true, false, true}))
                .isEqualTo(new LogisticRecalibration.Undetermined("all cases have the same risk"));
    }

    @Test
    void aFitRefusesNumbersThatAreNone() {
        assertThatThrownBy(() -> new LogisticRecalibration.Fitted(Double.NaN, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogisticRecalibration.Fitted(0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogisticRecalibration.Fitted(0, 1, 1, 1).apply(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e-6, 0.001, 0.3, 0.5, 0.9, 0.999999, 1})
    void logitAndSigmoidAreInverseInsideTheClip(double risk) {
        double clipped = Math.min(Math.max(risk, LogOdds.CLIP), 1 - LogOdds.CLIP);
        assertThat(LogOdds.sigmoid(LogOdds.logit(risk))).isCloseTo(clipped, within(1e-15));
        assertThat(LogOdds.logit(risk)).isCloseTo(-LogOdds.logit(1 - risk), within(1e-9));
    }

    @Test
    void sigmoidDoesNotOverflowAndRefusesNaN() {
        assertThat(LogOdds.sigmoid(-800)).isZero();
        assertThat(LogOdds.sigmoid(800)).isEqualTo(1);
        assertThat(LogOdds.sigmoid(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(LogOdds.sigmoid(-700)).isPositive();
        assertThatThrownBy(() -> LogOdds.sigmoid(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogOdds.logit(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogOdds.logit(-0.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
