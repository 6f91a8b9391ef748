package org.clinicalmlops.metrics.weighted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedEdgesTest {
    private static final double Z = 1.959963984540054;

    /** 1 - .975 = .025 = (1 - q)^10. */
    private static final double NEVER_IN_TEN = 0.3084971078187608;

    private static WeightedCases cases(
            int n, IntToDoubleFunction risk, IntPredicate happened, IntToDoubleFunction weight) {
        return WeightedCases.of(Sample.doubles(n, risk), Sample.flags(n, happened), Sample.doubles(n, weight));
    }

    /**
     * By hand: of 18 of weight in each class 12 are on the right side, so that pairs are right by 2/3 * 2/3 and tied by 2 * 2/3 *
     * 1/3, half of which counts: 2/3. Each event's placement is 5/6 or 1/3, 1/6 above or 1/3 below 2/3, with weights 2 and 1, six
     * of each: (6 * (2 / 6)^2 + 6 * (1 / 3)^2) / 18^2 = 4/972; twice that, times 12/11.
     */
    @Test
    void aurocByHand() {
        double reach = Z * Math.sqrt(2 * 4 / 972.0 * 12 / 11) / (2.0 / 9);
        Oracle.agrees(
                WeightedDiscrimination.auroc(WeightedSample.HAND24.cases(), 0.95),
                2.0 / 3,
                1 / (1 + Math.exp(-(Math.log(2) - reach))),
                1 / (1 + Math.exp(-(Math.log(2) + reach))),
                1e-12);
    }

    /**
     * By hand: 12 of weight are right at a gap of 1/4, 6 wrong at 3/4, in each class: (24 / 16 + 12 * 9 / 16) / 36 = 11/48. Gaps from
     * it are -1/6 with weight 2 and 1/3 with weight 1, twelve of each: sqrt(12 / 9 + 12 / 9) / 36, times sqrt(24/23).
     */
    @Test
    void brierByHand() {
        double reach = Z * Math.sqrt(24.0 / 9 / (36 * 36) * 24 / 23);
        Oracle.agrees(
                WeightedScores.brier(WeightedSample.HAND24.cases(), 0.95),
                11.0 / 48,
                11.0 / 48 - reach,
                11.0 / 48 + reach,
                1e-12);
    }

    /** Eleven of each class, of which one weighs as much as the ten others: (10 + 10)^2 / (10 + 100), 3.6 effective cases. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BRIER", "LOG_LOSS", "PPV", "NPV"})
    void theEffectiveNumberDecidesWhatIsTooFew(Weighted number) {
        WeightedCases cases = cases(22, k -> k % 7 / 8.0, k -> k < 11, k -> k % 11 == 0 ? 10 : 1);
        assertThat(number.of(cases)).isEqualTo(new Estimate.TooFew(3, 10));
    }

    /** Nineteen others of weight 1 and one of 20: 39^2 / 419 = 3.6. */
    @Test
    void meansAndPredictiveValuesHaveEffectiveNumbersOfTheirOwn() {
        WeightedCases heavy = cases(20, k -> 0.6, k -> false, k -> k == 0 ? 20 : 1);
        assertThat(WeightedScores.brier(heavy, 0.95)).isEqualTo(new Estimate.TooFew(3, 10));
        assertThat(WeightedScores.logLoss(heavy, 0.95)).isEqualTo(new Estimate.TooFew(3, 10));
        assertThat(WeightedAlerts.above(heavy, 0.5).positivePredictiveValue(0.95))
                .isEqualTo(new Estimate.TooFew(3, 10));
        assertThat(WeightedAlerts.above(heavy, 0.6).negativePredictiveValue(0.95))
                .isEqualTo(new Estimate.TooFew(3, 10));
    }

    /** The sum of ten tenths is below 1, and the effective number of them below 10, by rounding alone. */
    @ParameterizedTest
    @EnumSource
    void tenEqualCasesOfEachClassAreEnough(Weighted number) {
        WeightedCases cases = WeightedSample.MINIMUM20.cases();
        assertThat(cases.effectiveEvents()).isLessThan(10);
        assertThat(number.of(cases)).isInstanceOf(Estimate.Known.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUROC", "AVERAGE_PRECISION", "INTERCEPT", "SLOPE"})
    void oneClassIsUndefined(Weighted number) {
        assertThat(number.of(cases(30, k -> k / 30.0, k -> false, k -> 2)))
                .isEqualTo(new Estimate.Undefined("none of the 30 cases with a weight had the event"));
        assertThat(number.of(cases(30, k -> k / 30.0, k -> k > 0, k -> k > 0 ? 1 : 0)))
                .isEqualTo(new Estimate.Undefined("all of the 29 cases with a weight had the event"));
    }

    @Test
    void oneClassHasTooFewForObservedOverExpected() {
        assertThat(Weighted.OBSERVED_OVER_EXPECTED.of(cases(30, k -> 0.5, k -> false, k -> 1)))
                .isEqualTo(new Estimate.TooFew(0, 10));
    }

    @Test
    void sharesOfNobodyAreUndefined() {
        WeightedCases others = cases(30, k -> 0.2, k -> k < 3, k -> k < 3 ? 0 : 1);
        assertThat(Weighted.SENSITIVITY.of(others))
                .isEqualTo(new Estimate.Undefined("there is no event with a weight"));
        assertThat(Weighted.PPV.of(others)).isEqualTo(new Estimate.Undefined("there is no alert with a weight"));
        WeightedCases events = cases(30, k -> 0.8, k -> true, k -> 1);
        assertThat(Weighted.SPECIFICITY.of(events))
                .isEqualTo(new Estimate.Undefined("there is no case without the event with a weight"));
        assertThat(Weighted.NPV.of(events))
                .isEqualTo(new Estimate.Undefined("there is no case without an alert with a weight"));
    }

    /** Twelve cases of weights 1 and 2 are 18^2 / 30 = 10.8 effective ones. */
    private static double weight(int k) {
        return 1 + k % 2;
    }

    @Test
    void perfectOrderHasTheIntervalOfTheEffectiveNumber() {
        WeightedCases right = cases(40, k -> k < 12 ? 0.8 : 0.1 + k / 100.0, k -> k < 12, WeightedEdgesTest::weight);
        Oracle.agrees(Weighted.AUROC.of(right), 1, 1 - NEVER_IN_TEN, 1, 1e-12);
        Oracle.agrees(Weighted.AVERAGE_PRECISION.of(right), 1, 1 - NEVER_IN_TEN, 1, 1e-12);
        WeightedCases wrong = cases(40, k -> k < 12 ? 0.2 : 0.5 + k / 100.0, k -> k < 12, WeightedEdgesTest::weight);
        Oracle.agrees(Weighted.AUROC.of(wrong), 0, 0, NEVER_IN_TEN, 1e-12);
        WeightedCases equal = cases(40, k -> 0.3, k -> k < 12, WeightedEdgesTest::weight);
        Oracle.agrees(Weighted.AUROC.of(equal), 0.5, 0.5 * (1 - NEVER_IN_TEN), 0.5 * (1 + NEVER_IN_TEN), 1e-12);
    }

    /** Weights that are not sums of few powers of two, so that sums in another order would differ in their last bits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void perfectOrderIsRecognisedWithAnyWeights(int step) {
        IntToDoubleFunction weight = k -> 1 / (1 + step * 0.37 * (k % 10));
        WeightedCases cases = cases(400, k -> k < 150 ? 0.9 - k % 5 / 16.0 : 0.1 + k % 3 / 16.0, k -> k < 150, weight);
        assertThat(Oracle.known(Weighted.AUROC.of(cases)).value()).isEqualTo(1);
        assertThat(Oracle.known(Weighted.AVERAGE_PRECISION.of(cases)).value()).isEqualTo(1);
        assertThat(Oracle.known(Weighted.AUROC.of(cases)).interval().lower()).isLessThan(0.98);
        assertThat(Oracle.known(Weighted.AVERAGE_PRECISION.of(cases)).interval().lower())
                .isLessThan(0.98);
    }

    @Test
    void sharesOfAllOrNoneHaveTheIntervalOfTheEffectiveNumber() {
        WeightedCases right = cases(24, k -> k < 12 ? 0.8 : 0.1, k -> k < 12, WeightedEdgesTest::weight);
        WeightedCases wrong = cases(24, k -> k < 12 ? 0.1 : 0.8, k -> k < 12, WeightedEdgesTest::weight);
        for (Weighted share : new Weighted[] {Weighted.SENSITIVITY, Weighted.SPECIFICITY, Weighted.PPV, Weighted.NPV}) {
            Oracle.agrees(share.of(right), 1, 1 - NEVER_IN_TEN, 1, 1e-12);
            Oracle.agrees(share.of(wrong), 0, 0, NEVER_IN_TEN, 1e-12);
        }
    }

    @Test
    void equalLossesHaveTheIntervalOfTheEffectiveNumber() {
        WeightedCases half = cases(12, k -> 0.5, k -> k % 3 == 0, WeightedEdgesTest::weight);
        Oracle.agrees(Weighted.BRIER.of(half), 0.25, 0.25 * (1 - NEVER_IN_TEN), 0.25 + 0.75 * NEVER_IN_TEN, 1e-12);
        WeightedCases perfect = cases(12, k -> 0, k -> false, WeightedEdgesTest::weight);
        Oracle.agrees(Weighted.BRIER.of(perfect), 0, 0, NEVER_IN_TEN, 1e-12);
    }

    /** By hand: share of events 18 / 36, 21.6 effective cases: the standard error of the logarithm is sqrt(.5 / (.5 * 21.6)). */
    @Test
    void aRatioThatNoCaseMovesHasTheIntervalOfAShare() {
        WeightedCases cases = cases(24, k -> k < 12 ? 0.5 : 0, k -> k < 12, WeightedEdgesTest::weight);
        double factor = Math.exp(Z / Math.sqrt(21.6));
        Oracle.agrees(Weighted.OBSERVED_OVER_EXPECTED.of(cases), 2, 2 / factor, 2 * factor, 1e-12);
    }

    @Test
    void aRatioToNothingIsUndefined() {
        assertThat(Weighted.OBSERVED_OVER_EXPECTED.of(cases(40, k -> 0, k -> k < 20, k -> 1)))
                .isEqualTo(new Estimate.Undefined("next to no event was expected"));
    }

    @Test
    void slopesWithoutAMaximumAreUndefined() {
        assertThat(Weighted.SLOPE.of(cases(40, k -> 0.3, k -> k < 20, k -> 1)))
                .isEqualTo(new Estimate.Undefined("all cases have the same risk"));
        String separated = "a threshold on the risk separates cases with the event from cases without";
        assertThat(Weighted.SLOPE.of(cases(40, k -> k < 20 ? 0.6 : 0.2, k -> k < 20, k -> 1)))
                .isEqualTo(new Estimate.Undefined(separated));
        assertThat(Weighted.SLOPE.of(cases(40, k -> k < 20 ? 0.2 : 0.6, k -> k < 20, k -> 1)))
                .isEqualTo(new Estimate.Undefined(separated));
        // the one case that would keep them from being separated has no weight
        assertThat(Weighted.SLOPE.of(
                        cases(41, k -> k < 20 ? 0.6 : k == 40 ? 0.9 : 0.2, k -> k < 20, k -> k == 40 ? 0 : 1)))
                .isEqualTo(new Estimate.Undefined(separated));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
    void levelsOutsideTheirRangeAreRefused(double level) {
        WeightedCases cases = WeightedSample.HAND24.cases();
        WeightedAlerts alerts = WeightedAlerts.above(cases, 0.5);
        Runnable[] calls = {
            () -> WeightedDiscrimination.auroc(cases, level),
            () -> WeightedDiscrimination.averagePrecision(cases, level),
            () -> WeightedScores.brier(cases, level),
            () -> WeightedScores.logLoss(cases, level),
            () -> WeightedCalibration.observedOverExpected(cases, level),
            () -> WeightedCalibration.intercept(cases, level),
            () -> WeightedCalibration.slope(cases, level),
            () -> alerts.sensitivity(level),
            () -> alerts.specificity(level),
            () -> alerts.positivePredictiveValue(level),
            () -> alerts.negativePredictiveValue(level)
        };
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("level must be in (0, 1), was " + level);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void thresholdsOutsideTheirRangeAreRefused(double threshold) {
        WeightedCases cases = WeightedSample.HAND24.cases();
        assertThatThrownBy(() -> WeightedAlerts.above(cases, threshold))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold must be in [0, 1], was " + threshold);
        assertThatThrownBy(() -> WeightedAlerts.atOrAbove(cases, threshold))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
