package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.PlattScaling.Targets;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {
    private static <C extends Calibrator> C fitted(Calibrator.Fit<C> fit) {
        return CalibratorsAgreeWithOraclesTest.fitted(fit);
    }

    private static String reason(Calibrator.Fit<?> fit) {
        StringBuilder seen = new StringBuilder();
        fit.match(f -> seen.append("fitted"), u -> seen.append(u.reason()));
        return seen.toString();
    }

    /** By hand: outcomes 0 1 | 0 1 1 at risks .1 to .5; the second and third are pooled at one half. */
    @Test
    void adjacentViolatorsArePooled() {
        IsotonicCalibration isotonic = fitted(IsotonicCalibration.fit(
                new double[] {0.1, 0.2, 0.3, 0.4, 0.5}, new boolean[] {false, true, false, true, true}));
        assertThat(isotonic.apply(0)).isZero();
        assertThat(isotonic.apply(0.15)).isCloseTo(0.25, within(1e-15));
        assertThat(isotonic.apply(0.2)).isEqualTo(0.5);
        assertThat(isotonic.apply(0.25)).isEqualTo(0.5);
        assertThat(isotonic.apply(0.35)).isCloseTo(0.75, within(1e-12));
        assertThat(isotonic.apply(1)).isEqualTo(1);
    }

    @Test
    void equalRisksAreOnePointAndOneClassIsAConstant() {
        IsotonicCalibration ties = fitted(IsotonicCalibration.fit(
                new double[] {0.5, 0.5, 0.5, -0.0, 0.0}, new boolean[] {true, false, false, false, false}));
        assertThat(ties.apply(0.5)).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(ties.apply(-0.0)).isZero();
        IsotonicCalibration never = fitted(IsotonicCalibration.fit(new double[] {0.3, 0.9}, new boolean[2]));
        assertThat(never.apply(1)).isZero();
        assertThat(never).hasToString("IsotonicCalibration[2 points]");
        assertThat(reason(IsotonicCalibration.fit(new double[0], new boolean[0])))
                .isEqualTo("there are no cases");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void calibratedRisksAreCalibratedInTheLargeAndNeverDecrease(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] risks = Sample.doubles(400, k -> Math.round(random.nextDouble() * 200) / 200.0);
        boolean[] happened = Sample.flags(400, k -> random.nextDouble() < risks[k] * risks[k]);
        List<Calibrator> calibrators = List.of(
                fitted(PlattScaling.fit(risks, happened, Targets.PLAIN)),
                fitted(BetaCalibration.fit(risks, happened)),
                fitted(IsotonicCalibration.fit(risks, happened)));
        for (Calibrator calibrator : calibrators) {
            double expected = 0;
            for (double risk : risks) {
                expected += calibrator.apply(risk);
            }
            assertThat(expected).isCloseTo(Cases.events(happened), within(1e-5));
            for (int k = 1; k <= 1000; k++) {
                assertThat(calibrator.apply(k / 1000.0)).isBetween(calibrator.apply((k - 1) / 1000.0), 1.0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noNeverDecreasingFunctionIsNearerThanTheIsotonicOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] risks = Sample.doubles(60, k -> random.nextInt(30) / 30.0);
        boolean[] happened = Sample.flags(60, k -> random.nextDouble() < risks[k]);
        IsotonicCalibration isotonic = fitted(IsotonicCalibration.fit(risks, happened));
        // min-max formula: the largest over lower ends of the smallest share over upper ends
        for (double x : risks) {
            double best = 0;
            for (double low : risks) {
                double smallest = low <= x ? 1 : 0;
                for (double high : risks) {
                    if (low <= x && high >= x) {
                        int n = 0;
                        int events = 0;
                        for (int i = 0; i < 60; i++) {
                            if (risks[i] >= low && risks[i] <= high) {
                                n++;
                                events += happened[i] ? 1 : 0;
                            }
                        }
                        smallest = Math.min(smallest, (double) events / n);
                    }
                }
                best = Math.max(best, smallest);
            }
            assertThat(isotonic.apply(x)).isCloseTo(best, within(1e-15));
        }
    }

    @Test
    void isotonicCalibratorsAreEqualIfTheirFunctionsAre() {
        double[] risks = {0.1, 0.4, 0.6};
        boolean[] happened = {false, false, true};
        IsotonicCalibration one = fitted(IsotonicCalibration.fit(risks, happened));
        IsotonicCalibration same = fitted(IsotonicCalibration.fit(risks, happened));
        IsotonicCalibration other = fitted(IsotonicCalibration.fit(risks, new boolean[3]));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        risks[0] = 0.9;
        assertThat(one).isEqualTo(same);
    }

    @Test
    void smoothedTargetsExistWhereThePlainFitDoesNot() {
        double[] risks = Sample.doubles(40, k -> k < 20 ? 0.2 : 0.8);
        boolean[] happened = Sample.flags(40, k -> k >= 20);
        assertThat(reason(PlattScaling.fit(risks, happened, Targets.PLAIN))).contains("separates");
        PlattScaling smoothed = fitted(PlattScaling.fit(risks, happened, Targets.SMOOTHED));
        assertThat(smoothed.apply(0.8)).isCloseTo(21.0 / 22, within(1e-9));
        assertThat(smoothed.apply(0.2)).isCloseTo(1.0 / 22, within(1e-9));
    }

    /** Events at low risks: the best function that never decreases is the share of events. */
    @Test
    void betaCalibrationNeverDecreases() {
        double[] risks = Sample.doubles(40, k -> (k + 0.5) / 40);
        boolean[] happened = Sample.flags(40, k -> k < 20 ? k % 4 != 0 : k % 4 == 0);
        BetaCalibration beta = fitted(BetaCalibration.fit(risks, happened));
        assertThat(beta.a()).isZero();
        assertThat(beta.b()).isZero();
        assertThat(beta.apply(0.9)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void withoutAMaximumTheReasonIsGiven() {
        boolean[] half = Sample.flags(40, k -> k % 2 == 0);
        List<String> reasons = new ArrayList<>();
        reasons.add(reason(PlattScaling.fit(new double[40], half, Targets.SMOOTHED)));
        reasons.add(reason(PlattScaling.fit(new double[3], new boolean[3], Targets.SMOOTHED)));
        reasons.add(reason(PlattScaling.fit(new double[0], new boolean[0], Targets.PLAIN)));
        reasons.add(reason(BetaCalibration.fit(new double[3], new boolean[3])));
        reasons.add(reason(BetaCalibration.fit(Sample.doubles(40, k -> 0.2 + 0.1 * (k % 4 / 2)), half)));
        RecalibrationInTheLarge.fit(new double[2], new boolean[2]).match(f -> {}, u -> reasons.add(u.reason()));
        assertThat(reasons)
                .containsExactly(
                        "all cases have the same risk",
                        "both classes are needed, there were 0 events among 3 cases",
                        "both classes are needed, there were 0 events among 0 cases",
                        "both classes are needed, there were 0 events among 3 cases",
                        "there are fewer than three different risks, or they separate cases with the event from cases"
                                + " without",
                        "both classes are needed, there were 0 events among 2 cases");
    }

    @Test
    void whatChangesNothingChangesNothing() {
        assertThat(new BetaCalibration(1, 1, 0).apply(0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(new PlattScaling(0, 1).apply(0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(new RecalibrationInTheLarge.Fitted(0, 1).apply(0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(new PlattScaling(0, 0).ofScore(Double.POSITIVE_INFINITY)).isEqualTo(0.5);
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new PlattScaling(Double.NaN, 1)).hasMessageContaining("intercept");
        assertThatThrownBy(() -> new PlattScaling(0, 1).apply(2)).hasMessageContaining("risk");
        assertThatThrownBy(() -> new PlattScaling(0, 1).ofScore(Double.NaN)).hasMessageContaining("score");
        assertThatThrownBy(() -> PlattScaling.fitScores(
                        new double[] {1, Double.POSITIVE_INFINITY}, new boolean[2], Targets.PLAIN))
                .hasMessageContaining("scores[1]");
        assertThatThrownBy(() -> PlattScaling.fitScores(new double[1], new boolean[2], Targets.PLAIN))
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> new BetaCalibration(-1, 0, 0)).hasMessageContaining("a and b");
        assertThatThrownBy(() -> new BetaCalibration(1, 0, Double.NaN)).hasMessageContaining("c must");
        assertThatThrownBy(() -> new BetaCalibration(1, 1, 0).apply(Double.NaN)).hasMessageContaining("risk");
        IsotonicCalibration isotonic = fitted(IsotonicCalibration.fit(new double[] {0.5}, new boolean[] {true}));
        assertThatThrownBy(() -> isotonic.apply(Double.NaN)).hasMessageContaining("risk");
        assertThatThrownBy(() -> new RecalibrationInTheLarge.Fitted(0, 0)).hasMessageContaining("error");
        assertThatThrownBy(() -> new RecalibrationInTheLarge.Fitted(Double.NaN, 1))
                .hasMessageContaining("shift");
    }
}
