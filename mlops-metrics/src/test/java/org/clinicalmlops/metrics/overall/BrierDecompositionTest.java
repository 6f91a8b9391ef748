package org.clinicalmlops.metrics.overall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Bins;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrierDecompositionTest {
    /** By hand: 4 at .25 with 2 events, 4 at .75 with 4: reliability .0625, shares .5 and 1 about .75, uncertainty .1875. */
    @Test
    void murphysPartsOfTwoRisks() {
        BrierDecomposition parts = BrierDecomposition.byRisk(
                Sample.doubles(8, k -> k < 4 ? 0.25 : 0.75), Sample.flags(8, k -> k % 2 == 0 || k >= 4));
        assertThat(parts.reliability()).isCloseTo(0.0625, within(1e-15));
        assertThat(parts.resolution()).isCloseTo(0.0625, within(1e-15));
        assertThat(parts.uncertainty()).isCloseTo(0.1875, within(1e-15));
        assertThat(parts.withinBins()).isZero();
        assertThat(parts.brier()).isCloseTo(0.1875, within(1e-15));
        assertThat(parts.bins()).isEqualTo(2);
        assertThat(parts.n()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void thePartsAddUpToTheBrierScoreWithAnyBins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] risks = Sample.doubles(300, k -> random.nextDouble() * random.nextDouble());
        boolean[] happened = Sample.flags(300, k -> random.nextDouble() < risks[k]);
        for (Bins how : Bins.values()) {
            BrierDecomposition parts = BrierDecomposition.byBins(risks, happened, how, (int) (2 + seed));
            assertThat(parts.reliability() - parts.resolution() + parts.uncertainty() + parts.withinBins())
                    .isCloseTo(parts.brier(), within(1e-13));
        }
        BrierDecomposition byRisk = BrierDecomposition.byRisk(risks, happened);
        assertThat(byRisk.withinBins()).isZero();
        assertThat(byRisk.brier())
                .isCloseTo(Oracle.known(Brier.score(risks, happened, 0.95)).value(), within(1e-13));
        double spread = 0;
        for (double risk : risks) {
            spread += risk * (1 - risk) / 300;
        }
        double miscalibration = Oracle.known(BrierDecomposition.miscalibration(risks, happened, 0.95))
                .value();
        assertThat(miscalibration + spread).isCloseTo(byRisk.brier(), within(1e-13));
    }

    @Test
    void oneCaseHasPartsButNoInterval() {
        BrierDecomposition parts = BrierDecomposition.byRisk(new double[] {0.3}, new boolean[] {true});
        assertThat(parts.brier()).isCloseTo(0.49, within(1e-15));
        assertThat(parts.uncertainty()).isZero();
        assertThat(BrierDecomposition.miscalibration(new double[] {0.3}, new boolean[] {true}, 0.95))
                .isEqualTo(new Estimate.TooFew(1, 10));
        assertThatThrownBy(() -> BrierDecomposition.byRisk(new double[0], new boolean[0]))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> BrierDecomposition.byBins(new double[] {2}, new boolean[1], Bins.EQUAL_MASS, 3))
                .hasMessageContaining("risks[0]");
    }
}
