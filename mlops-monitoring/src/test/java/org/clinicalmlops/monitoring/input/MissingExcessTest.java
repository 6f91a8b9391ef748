package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.RiskCells;
import org.junit.jupiter.api.Test;

class MissingExcessTest {
    private static final MissingPatterns TENTH = MissingPatterns.of(new long[] {0, 1}, new long[] {900, 100, 0});

    private static MissingExcess of(long complete, long lacking) {
        return MissingExcess.of(TENTH, new long[] {complete, lacking, 0}, complete + lacking);
    }

    /** By hand: 0.4 of the rows where 0.1 is expected, less 2 sqrt(0.1 x 0.9 (1/100 + 1/1000) / (2 pi)). */
    @Test
    void theShareOfRowsOfOtherPatternsIsWhatChanceDoesNotExplain() {
        double chance = 2 * Math.sqrt(0.09 * 0.011 / (2 * Math.PI));
        assertThat(of(60, 40).share()).isCloseTo(0.3 - chance, within(1e-12));
        assertThat(MissingExcess.of(TENTH, new long[] {60, 40, 0}, 50).share())
                .as("of the rows with a risk")
                .isCloseTo(2 * (0.3 - chance), within(1e-12));
        assertThat(of(90, 10).share()).isZero();
        assertThat(MissingExcess.of(MissingPatterns.unknown(), new long[] {100}, 100)
                        .share())
                .isZero();
        assertThat(MissingExcess.of(TENTH, new long[3], 1).share()).isZero();
    }

    /** By hand: shares .7 .1 .1 .1 against quarters; what may be moved comes from the first and goes evenly to the others. */
    @Test
    void rowsAreMovedToWhereTheyMakeTheChangeSmallest() {
        MissingExcess excess = of(6000, 4000);
        long moved = Math.round(10_000 * excess.share());
        long[] left = excess.leastChanged(new long[] {250, 250, 250, 250}, new long[] {7000, 1000, 1000, 1000});
        assertThat(left[0]).isCloseTo(7000 - moved, within(1L));
        for (int i = 1; i < 4; i++) {
            assertThat(left[i]).isCloseTo(Math.round(1000 + moved / 3.0), within(1L));
        }
        assertThat(excess.leastChanged(new long[] {1, 1}, new long[] {60, 40}))
                .as("no further than to no change")
                .containsExactly(50, 50);
        assertThat(of(90, 10).leastChanged(new long[] {1, 1}, new long[] {60, 40}))
                .containsExactly(60, 40);
    }

    /** By hand: the highest rows of the share are taken for the evaluation's lowest, and the other way round. */
    @Test
    void theMeanIsBroughtAsCloseAsThatManyRowsAllow() {
        int low = RiskCells.cell(0.1);
        int high = RiskCells.cell(0.5);
        double gap = RiskCells.middle(high) - RiskCells.middle(low);
        double[] before = new double[RiskCells.CELLS];
        before[low] = 90;
        before[high] = 10;
        double[] now = new double[RiskCells.CELLS];
        now[low] = 20;
        now[high] = 80;
        MissingExcess excess = of(60, 40);
        double observed = RiskCells.middle(low) + 0.8 * gap;
        assertThat(excess.leastChangedMean(before, now)).isCloseTo(observed - excess.share() * gap, within(1e-12));
        now[low] = 85;
        now[high] = 15;
        assertThat(excess.leastChangedMean(before, now))
                .as("no further than to no change")
                .isCloseTo(RiskCells.middle(low) + 0.1 * gap, within(1e-12));
        now[low] = 100;
        now[high] = 0;
        assertThat(excess.leastChangedMean(before, now)).isCloseTo(RiskCells.middle(low) + 0.1 * gap, within(1e-12));
    }
}
