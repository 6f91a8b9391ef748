package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    private static ThresholdChoice.Chosen chosen(ThresholdChoice choice) {
        return choice.fold(c -> c, few -> fail("too few: " + few), unreachable -> fail(unreachable.reason()));
    }

    /** By hand: events at .10, .15 .. .55, others at .12, .22 .. .92; eight of ten events lie at .20 or above. */
    @Test
    void theHighestThresholdThatFindsEnoughEvents() {
        double[] risks = Sample.doubles(19, k -> k < 10 ? (10 + 5 * k) / 100.0 : (12 + 10 * (k - 10)) / 100.0);
        boolean[] happened = Sample.flags(19, k -> k < 10);
        ThresholdChoice.Chosen choice = chosen(Thresholds.forSensitivity(risks, happened, 0.8));
        assertThat(choice.actingAbove()).isEqualTo(0.15);
        assertThat(choice.achieved()).isEqualTo(new ConfusionMatrix(8, 8, 2, 1));
        assertThat(chosen(Thresholds.forSensitivity(risks, happened, 0.75))).isEqualTo(choice);
        ThresholdChoice.Chosen all = chosen(Thresholds.forSensitivity(risks, happened, 1));
        assertThat(all).isEqualTo(new ThresholdChoice.Chosen(0, new ConfusionMatrix(10, 9, 0, 0)));
    }

    /** By hand: the ten highest of 60 are among twelve ties, so none of the twelve can be alerted. */
    @Test
    void tiesAreNotDividedAndWhatIsAchievedIsSaid() {
        double[] risks = Sample.TIES60.risks();
        boolean[] happened = Sample.TIES60.happened();
        ThresholdChoice.Chosen none = chosen(Thresholds.forAlertBudget(risks, happened, 19));
        assertThat(none.actingAbove()).isEqualTo(0.625);
        assertThat(none.achieved().alerts()).isZero();
        ThresholdChoice.Chosen one = chosen(Thresholds.forAlertBudget(risks, happened, 20));
        assertThat(one.actingAbove()).isEqualTo(0.5);
        assertThat(one.achieved().alerts()).isEqualTo(12);
        // 5 events above .5, 10 above .375: for 6 of 18 the tied ones are all taken
        ThresholdChoice.Chosen sensitive = chosen(Thresholds.forSensitivity(risks, happened, 0.5));
        assertThat(sensitive.actingAbove()).isEqualTo(0.375);
        assertThat(sensitive.achieved()).isEqualTo(new ConfusionMatrix(10, 14, 8, 28));
    }

    @ParameterizedTest
    @EnumSource
    void noOtherThresholdDoesBetter(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        double[] candidates = Arrays.stream(risks).distinct().sorted().toArray();
        int step = Math.max(1, candidates.length / 60);
        for (double share : new double[] {0.07, 0.29, 0.5, 0.57, 0.9, 1}) {
            ThresholdChoice.Chosen found = chosen(Thresholds.forSensitivity(risks, happened, share));
            assertThat(sensitivity(found.achieved())).isGreaterThanOrEqualTo(share);
            ThresholdChoice.Chosen kept = chosen(Thresholds.forAlertBudget(risks, happened, 100 * share));
            assertThat(per100(kept.achieved())).isLessThanOrEqualTo(100 * share);
            for (int i = 0; i < candidates.length; i += step) {
                ConfusionMatrix other = ConfusionMatrix.above(risks, happened, candidates[i]);
                if (candidates[i] > found.actingAbove()) {
                    assertThat(sensitivity(other)).isLessThan(share);
                }
                if (candidates[i] < kept.actingAbove()) {
                    assertThat(per100(other)).isGreaterThan(100 * share);
                }
            }
        }
    }

    private static double sensitivity(ConfusionMatrix matrix) {
        return (double) matrix.truePositives() / matrix.events();
    }

    private static double per100(ConfusionMatrix matrix) {
        return 100.0 * matrix.alerts() / matrix.cases();
    }

    /** 0.07 * 100 is 7.000000000000001, and 0.29 * 100 is 28.999999999999996. */
    @ParameterizedTest
    @ValueSource(ints = {7, 14, 28, 29, 57, 58})
    void wholeSharesAreNotSpoiltByRounding(int percent) {
        double[] risks = Sample.doubles(200, k -> (k + 1) / 200.0);
        boolean[] happened = Sample.flags(200, k -> k % 2 == 0);
        assertThat(chosen(Thresholds.forSensitivity(risks, happened, percent / 100.0))
                        .achieved()
                        .truePositives())
                .isEqualTo(percent);
        assertThat(chosen(Thresholds.forAlertBudget(risks, happened, percent))
                        .achieved()
                        .alerts())
                .isEqualTo(2L * percent);
    }

    @Test
    void constantRisksAreAllAlertedOrNone() {
        double[] risks = Sample.doubles(40, k -> 0.3);
        boolean[] happened = Sample.flags(40, k -> k < 10);
        assertThat(chosen(Thresholds.forSensitivity(risks, happened, 0.1)))
                .isEqualTo(new ThresholdChoice.Chosen(0, new ConfusionMatrix(10, 30, 0, 0)));
        assertThat(chosen(Thresholds.forAlertBudget(risks, happened, 50)))
                .isEqualTo(new ThresholdChoice.Chosen(0.3, new ConfusionMatrix(0, 0, 10, 30)));
        assertThat(chosen(Thresholds.forAlertBudget(risks, happened, 100))
                        .achieved()
                        .alerts())
                .isEqualTo(40);
    }

    @Test
    void eventsWithoutAnyRiskAreOutOfReach() {
        double[] risks = Sample.doubles(20, k -> k < 2 ? 0 : 0.5);
        boolean[] happened = Sample.flags(20, k -> k < 10);
        assertThat(Thresholds.forSensitivity(risks, happened, 0.9))
                .isEqualTo(new ThresholdChoice.Unreachable(
                        "a sensitivity of 0.9 takes alerts on events with a risk of 0"));
        assertThat(chosen(Thresholds.forSensitivity(risks, happened, 0.8)).actingAbove())
                .isZero();
    }

    @Test
    void tooFewCasesAreAnAnswer() {
        assertThat(Thresholds.forSensitivity(new double[20], Sample.flags(20, k -> k < 9), 0.8))
                .isEqualTo(new ThresholdChoice.TooFew(9, 10));
        assertThat(Thresholds.forAlertBudget(new double[0], new boolean[0], 50))
                .isEqualTo(new ThresholdChoice.TooFew(0, 10));
        assertThat(Thresholds.forAlertBudget(new double[49], new boolean[49], 2))
                .isEqualTo(new ThresholdChoice.TooFew(49, 50));
    }

    @Test
    void theOrderOfCasesDoesNotMatterAndArgumentsAreOnlyRead() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        double[] reversed = Sample.doubles(200, k -> risks[199 - k]);
        boolean[] happenedReversed = Sample.flags(200, k -> happened[199 - k]);
        assertThat(Thresholds.forSensitivity(reversed, happenedReversed, 0.77))
                .isEqualTo(Thresholds.forSensitivity(risks, happened, 0.77));
        assertThat(Thresholds.forAlertBudget(reversed, happenedReversed, 12.5))
                .isEqualTo(Thresholds.forAlertBudget(risks, happened, 12.5));
        assertThat(risks).isEqualTo(Sample.FORMULA200.risks());
        assertThat(happened).isEqualTo(Sample.FORMULA200.happened());
    }

    @Test
    void whatIsAskedForIsChecked() {
        for (double bad : new double[] {0, 1.1, -1, Double.NaN}) {
            assertThatThrownBy(() -> Thresholds.forSensitivity(new double[1], new boolean[1], bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("atLeast must be in (0, 1], was " + bad);
        }
        for (double bad : new double[] {0, 100.1, Double.NaN}) {
            assertThatThrownBy(() -> Thresholds.forAlertBudget(new double[1], new boolean[1], bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("alertsPer100 must be in (0, 100], was " + bad);
        }
        assertThatThrownBy(() -> Thresholds.forSensitivity(new double[] {Double.NaN}, new boolean[1], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risks[0] must be in [0, 1], was NaN");
    }
}
