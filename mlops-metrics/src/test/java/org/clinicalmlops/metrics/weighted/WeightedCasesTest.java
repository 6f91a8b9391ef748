package org.clinicalmlops.metrics.weighted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedCasesTest {
    /** By hand: weights 1, 1 and 2 have (1 + 1 + 2)^2 / (1 + 1 + 4) = 8/3 effective cases. */
    @Test
    void countsAndEffectiveNumbers() {
        WeightedCases cases = WeightedCases.of(
                new double[] {0.1, 0.2, 0.3, 0.4}, new boolean[] {true, true, false, true}, new double[] {1, 1, 2, 0});
        assertThat(cases.cases()).isEqualTo(3);
        assertThat(cases.events()).isEqualTo(2);
        assertThat(cases.effectiveCases()).isCloseTo(8.0 / 3, within(1e-15));
        assertThat(cases.effectiveEvents()).isEqualTo(2);
        assertThat(cases.effectiveOthers()).isEqualTo(1);
    }

    @Test
    void aClassWithoutCasesHasNoEffectiveCase() {
        WeightedCases cases = WeightedCases.of(new double[2], new boolean[2], new double[] {1, 1});
        assertThat(cases.effectiveEvents()).isZero();
        assertThat(cases.effectiveOthers()).isEqualTo(2);
    }

    @Test
    void whatIsDoneToTheArraysLaterDoesNotMatter() {
        double[] risks = WeightedSample.TIES60.risks();
        boolean[] happened = WeightedSample.TIES60.happened();
        double[] weights = WeightedSample.TIES60.weights();
        WeightedCases cases = WeightedCases.of(risks, happened, weights);
        Estimate before = WeightedScores.brier(cases, 0.95);
        Arrays.fill(risks, 0.5);
        Arrays.fill(happened, true);
        Arrays.fill(weights, 7);
        assertThat(WeightedScores.brier(cases, 0.95)).isEqualTo(before);
        assertThat(cases.effectiveCases())
                .isEqualTo(WeightedSample.TIES60.cases().effectiveCases());
    }

    @Test
    void whatIsGivenIsOnlyRead() {
        double[] risks = WeightedSample.TIES60.risks();
        boolean[] happened = WeightedSample.TIES60.happened();
        double[] weights = WeightedSample.TIES60.weights();
        WeightedCases.of(risks, happened, weights);
        assertThat(risks).isEqualTo(WeightedSample.TIES60.risks());
        assertThat(happened).isEqualTo(WeightedSample.TIES60.happened());
        assertThat(weights).isEqualTo(WeightedSample.TIES60.weights());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY})
    void risksOutsideTheirRangeAreRefusedAlsoWithoutWeight(double bad) {
        assertThatThrownBy(() -> WeightedCases.of(new double[] {0.5, bad}, new boolean[2], new double[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risks[1] must be in [0, 1], was " + bad);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-300, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void weightsOutsideTheirRangeAreRefused(double bad) {
        assertThatThrownBy(() -> WeightedCases.of(new double[2], new boolean[2], new double[] {1, bad}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights[1] must be finite and >= 0, was " + bad);
    }

    @Test
    void noWeightAtAllIsRefused() {
        assertThatThrownBy(() -> WeightedCases.of(new double[2], new boolean[2], new double[] {0, -0.0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sum of weights must be > 0, was 0.0");
        assertThatThrownBy(() -> WeightedCases.of(new double[0], new boolean[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sum of weights must be > 0, was 0.0");
    }

    @Test
    void differentLengthsAreRefused() {
        assertThatThrownBy(() -> WeightedCases.of(new double[2], new boolean[3], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risks and happened must be of one length, were 2 and 3");
        assertThatThrownBy(() -> WeightedCases.of(new double[2], new boolean[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risks and weights must be of one length, were 2 and 3");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> WeightedCases.of(null, new boolean[1], new double[1]))
                .withMessage("risks");
        assertThatNullPointerException()
                .isThrownBy(() -> WeightedCases.of(new double[1], null, new double[1]))
                .withMessage("happened");
        assertThatNullPointerException()
                .isThrownBy(() -> WeightedCases.of(new double[1], new boolean[1], null))
                .withMessage("weights");
    }

    /** Neither the sum nor the squares of these are doubles, as they stand. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.MAX_VALUE, 1e200, 1e-200, Double.MIN_VALUE})
    void weightsOfAnySizeAreTakenByTheirRatios(double weight) {
        WeightedCases cases =
                WeightedCases.of(new double[40], Sample.flags(40, k -> k < 20), Sample.doubles(40, k -> weight));
        assertThat(cases.effectiveCases()).isCloseTo(40, within(1e-10));
        assertThat(cases.effectiveEvents()).isCloseTo(20, within(1e-10));
    }
}
