package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {
    /** By hand: two of six cases have a risk equal to the threshold. */
    @Test
    void aRiskEqualToTheThresholdIsAnAlertOnlyAtOrAbove() {
        double[] risks = {0.1, 0.3, 0.3, 0.5, 0.7, 0.2};
        boolean[] happened = {true, true, false, true, false, false};
        assertThat(ConfusionMatrix.above(risks, happened, 0.3)).isEqualTo(new ConfusionMatrix(1, 1, 2, 2));
        assertThat(ConfusionMatrix.atOrAbove(risks, happened, 0.3)).isEqualTo(new ConfusionMatrix(2, 2, 1, 1));
        assertThat(ConfusionMatrix.above(risks, happened, 1)).isEqualTo(new ConfusionMatrix(0, 0, 3, 3));
        assertThat(ConfusionMatrix.atOrAbove(risks, happened, 0)).isEqualTo(new ConfusionMatrix(3, 3, 0, 0));
    }

    @Test
    void negativeZeroIsNotAboveZero() {
        double[] risks = {-0.0, 0.0};
        boolean[] happened = {true, false};
        assertThat(ConfusionMatrix.above(risks, happened, -0.0)).isEqualTo(new ConfusionMatrix(0, 0, 1, 1));
        assertThat(ConfusionMatrix.atOrAbove(risks, happened, 0.0)).isEqualTo(new ConfusionMatrix(1, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCutMergesToTheWhole(long seed) {
        double[] risks = Sample.TIES60.risks();
        boolean[] happened = Sample.TIES60.happened();
        int cut = new SplittableRandom(seed).nextInt(61);
        ConfusionMatrix head = ConfusionMatrix.above(Arrays.copyOf(risks, cut), Arrays.copyOf(happened, cut), 0.375);
        ConfusionMatrix tail =
                ConfusionMatrix.above(Arrays.copyOfRange(risks, cut, 60), Arrays.copyOfRange(happened, cut, 60), 0.375);
        ConfusionMatrix whole = ConfusionMatrix.above(risks, happened, 0.375);
        assertThat(head.merge(tail)).isEqualTo(whole).isEqualTo(tail.merge(head));
        assertThat(whole.merge(ConfusionMatrix.EMPTY)).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void marginsAreThoseOfTheCasesAndArgumentsAreOnlyRead(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        ConfusionMatrix matrix = ConfusionMatrix.above(risks, happened, 0.3);
        assertThat(matrix.cases()).isEqualTo(risks.length);
        assertThat(matrix.events()).isEqualTo(Cases.events(happened));
        assertThat(matrix.nonEvents()).isEqualTo(risks.length - Cases.events(happened));
        assertThat(matrix.alerts())
                .isEqualTo(Arrays.stream(risks).filter(r -> r > 0.3).count());
        assertThat(risks).isEqualTo(sample.risks());
        assertThat(happened).isEqualTo(sample.happened());
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new ConfusionMatrix(0, -1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("falsePositives must be >= 0, was -1");
        assertThatThrownBy(() -> new ConfusionMatrix(Long.MAX_VALUE, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum");
        assertThatThrownBy(() -> new ConfusionMatrix(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum");
        ConfusionMatrix most = new ConfusionMatrix(Long.MAX_VALUE, 0, 0, 0);
        assertThatThrownBy(() -> most.merge(new ConfusionMatrix(1, 0, 0, 0))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void risksLengthsAndThresholdAreChecked() {
        for (double bad : new double[] {Double.NaN, -0.1, 1.1}) {
            assertThatThrownBy(() -> ConfusionMatrix.above(new double[1], new boolean[1], bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("threshold must be in [0, 1], was " + bad);
            assertThatThrownBy(() -> ConfusionMatrix.atOrAbove(new double[] {bad}, new boolean[1], 0.5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("risks[0] must be in [0, 1], was " + bad);
        }
        assertThatThrownBy(() -> ConfusionMatrix.above(new double[2], new boolean[1], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 1");
    }
}
