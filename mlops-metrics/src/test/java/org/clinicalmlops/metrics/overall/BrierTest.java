package org.clinicalmlops.metrics.overall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;

class BrierTest {
    /** By hand: 5 gaps of .1 and 5 of .3 have squares of mean .05, variance (10 * .04^2) / 9. */
    @Test
    void theScoreIsTheMeanSquaredGap() {
        double[] risks = Sample.doubles(10, k -> k < 5 ? 0.1 : 0.7);
        boolean[] happened = Sample.flags(10, k -> k >= 5);
        double reach = 1.959963984540054 * Math.sqrt(10 * 0.0016 / 9 / 10);
        Oracle.agrees(Brier.score(risks, happened, 0.95), 0.05, 0.05 - reach, 0.05 + reach, 1e-12);
    }

    @Test
    void theScoreNeedsTenCasesOfWhicheverClass() {
        assertThat(Brier.score(new double[9], new boolean[9], 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(Oracle.known(Brier.score(new double[10], new boolean[10], 0.95))
                        .value())
                .isZero();
    }

    @Test
    void tenPerfectCasesDoNotProveAPerfectModel() {
        Oracle.agrees(Brier.score(new double[10], new boolean[10], 0.95), 0, 0, 0.3084971078187608, 1e-12);
        // All gaps one half: a square of 1/4, and up to q of the cases may be perfect or fully wrong.
        double q = 0.3084971078187608;
        Oracle.agrees(
                Brier.score(Sample.doubles(10, k -> 0.5), Sample.flags(10, k -> k < 4), 0.95),
                0.25,
                0.25 - 0.25 * q,
                0.25 + 0.75 * q,
                1e-12);
    }

    @Test
    void theScoreStaysInItsRange() {
        double[] risks = Sample.doubles(10, k -> k == 0 ? 1 : 0);
        Estimate.Known known = Oracle.known(Brier.score(risks, new boolean[10], 0.95));
        assertThat(known.value()).isEqualTo(0.1);
        assertThat(known.interval().lower()).isZero();
    }

    @Test
    void theSameModelDiffersByZeroWithCertaintyAndOthersDoNot() {
        double[] risks = Sample.FORMULA200.risks();
        Oracle.agrees(Brier.scoreDifference(risks, risks.clone(), Sample.FORMULA200.happened(), 0.95), 0, 0, 0, 1e-15);
        Estimate.Known allEqual =
                Oracle.known(Brier.scoreDifference(new double[10], Sample.doubles(10, k -> 1), new boolean[10], 0.95));
        assertThat(allEqual.value()).isEqualTo(-1);
        assertThat(allEqual.interval().upper()).isCloseTo(-1 + 2 * 0.3084971078187608, within(1e-12));
        assertThat(Brier.scoreDifference(new double[9], new double[9], new boolean[9], 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
    }

    @Test
    void argumentsAreOnlyReadAndChecked() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        Brier.score(risks, happened, 0.95);
        Brier.scoreDifference(risks, Sample.FORMULA200.risksOfSecondModel(), happened, 0.95);
        Brier.scaled(risks, happened, 0.95);
        assertThat(risks).isEqualTo(Sample.FORMULA200.risks());
        assertThat(happened).isEqualTo(Sample.FORMULA200.happened());
        risks[3] = Double.NaN;
        assertThatThrownBy(() -> Brier.score(risks, happened, 0.95)).hasMessageContaining("risks[3]");
        assertThatThrownBy(() -> Brier.scaled(risks, happened, 0.95)).hasMessageContaining("risks[3]");
    }
}
