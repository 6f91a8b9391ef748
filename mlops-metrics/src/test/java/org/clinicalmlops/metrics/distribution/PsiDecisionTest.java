package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsiDecisionTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoSamplesOfOneSizeMayChangePlaces(long seed) {
        long[] a = draw(new SplittableRandom(seed), 4000, new double[] {1, 2, 3, 4});
        long[] b = draw(new SplittableRandom(~seed), 4000, new double[] {2, 2, 3, 3});
        PsiTest.Compared there = PsiTests.compared(Psi.test(a, b, 0.01));
        PsiTest.Compared back = PsiTests.compared(Psi.test(b, a, 0.01));
        assertThat(back.psi()).isCloseTo(there.psi(), within(1e-15));
        assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12));
    }

    @Test
    void theOrderOfLevelsDoesNotMatter() {
        PsiTest one = Psi.test(
                new long[] {1000, 500, 20, 10, 200, 100}, new long[] {60, 30, 4, 3, 22, 5}, Pooling.INTO_OTHER, 0.05);
        PsiTest other = Psi.test(
                new long[] {10, 100, 1000, 20, 200, 500}, new long[] {3, 5, 60, 4, 22, 30}, Pooling.INTO_OTHER, 0.05);
        PsiTest.Compared a = PsiTests.compared(one);
        PsiTest.Compared b = PsiTests.compared(other);
        assertThat(b.bins()).isEqualTo(a.bins()).isEqualTo(4);
        assertThat(b.psi()).isCloseTo(a.psi(), within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void argumentsAreOnlyRead(Pooling pooling) {
        long[] reference = {1000, 3, 500, 2, 200};
        long[] current = {30, 1, 40, 2, 20};
        Psi.test(reference, current, pooling, 0.01);
        assertThat(reference).containsExactly(1000, 3, 500, 2, 200);
        assertThat(current).containsExactly(30, 1, 40, 2, 20);
    }

    @ParameterizedTest
    @EnumSource
    void identicalSharesDoNotDiffer(Pooling pooling) {
        PsiTest.Compared test = PsiTests.compared(
                Psi.test(new long[] {1000, 2000, 3000}, new long[] {1000, 2000, 3000}, pooling, 0.01));
        assertThat(test.psi()).isZero();
        assertThat(test.adjusted()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.differs()).isFalse();
    }

    @Test
    void fewerThanTwoBinsIsAnAnswerWithAReason() {
        assertThat(PsiTests.reason(Psi.test(new long[] {500}, new long[] {50}, 0.01)))
                .isEqualTo("fewer than two bins are left in which 5 of 50 current cases are expected");
        assertThat(PsiTests.reason(Psi.test(new long[] {500, 500, 500}, new long[] {3, 3, 3}, 0.01)))
                .isEqualTo("fewer than two bins are left in which 5 of 9 current cases are expected");
        assertThat(PsiTests.reason(Psi.test(new long[] {0, 0}, new long[] {5, 5}, 0.01)))
                .isEqualTo("there are 0 reference and 10 current cases");
        assertThat(PsiTests.reason(Psi.test(new long[] {5, 5}, new long[] {0, 0}, 0.01)))
                .isEqualTo("there are 10 reference and 0 current cases");
        assertThat(PsiTests.reason(Psi.test(new long[0], new long[0], 0.01)))
                .isEqualTo("there are 0 reference and 0 current cases");
        List<PsiTest.NotCompared> seen = new ArrayList<>();
        Psi.test(new long[] {7, 0}, new long[] {5, 5}, 0.01).match(compared -> {}, seen::add);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).nReference()).isEqualTo(7);
        assertThat(seen.get(0).nCurrent()).isEqualTo(10);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatThrownBy(() -> Psi.test(new long[2], new long[3], 0.01)).hasMessageContaining("2 and 3");
        assertThatThrownBy(() -> Psi.test(new long[] {1, 2}, new long[] {1, -2}, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be >= 0, in bin 1 were 2 and -2");
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> Psi.test(new long[] {1, 2}, new long[] {1, 2}, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("alpha must be in (0, 1), was " + bad);
        }
        assertThatThrownBy(() -> Proportions.differ(3, 2, 0, 1)).hasMessage("hitsReference must be in [0, 2], was 3");
        assertThatThrownBy(() -> Proportions.differ(0, 2, -1, 1)).hasMessage("hitsCurrent must be in [0, 1], was -1");
        assertThatThrownBy(() -> Proportions.differ(0, 0, 0, 1)).hasMessage("nReference must be >= 1, was 0");
        assertThatThrownBy(() -> Proportions.differ(0, 1, 0, 0)).hasMessage("nCurrent must be >= 1, was 0");
    }

    @Test
    void anAnswerRefusesNumbersThatAreNone() {
        OptionalDouble none = OptionalDouble.empty();
        assertThatThrownBy(() -> new PsiTest.Compared(Double.NaN, 0, none, 0.5, false, 2, 1, 1, 0.01, Psi.EXACT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PsiTest.Compared(0.1, 0.2, none, 0.5, false, 2, 1, 1, 0.01, Psi.EXACT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PsiTest.Compared(0.1, 0, none, Double.NaN, false, 2, 1, 1, 0.01, Psi.EXACT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PsiTest.Compared(0.1, 0, none, 0.5, false, 1, 1, 1, 0.01, Psi.EXACT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** By hand: of 100 current cases 50, 40, 6 and 4 are expected. */
    @Test
    void binsAreJoinedForOtherTestsAsForThisOne() {
        long[] reference = {500, 400, 60, 40};
        long[] current = {30, 20, 10, 40};
        assertThat(Pooling.NEIGHBOURS.join(reference, current))
                .isDeepEqualTo(new long[][] {{500, 400, 100}, {30, 20, 50}});
        assertThat(Pooling.INTO_OTHER.join(reference, current))
                .isDeepEqualTo(new long[][] {{400, 500, 100}, {20, 30, 50}});
        assertThat(Pooling.NEIGHBOURS.join(reference, new long[4])).isDeepEqualTo(new long[][] {{1000}, {0}});
    }

    private static List<String> groups(Pooling pooling, double... expected) {
        return pooling.groups(expected, 5).stream().map(Arrays::toString).toList();
    }

    @Test
    void smallNeighboursAreJoinedAndTheRestGoesToTheLast() {
        assertThat(groups(Pooling.NEIGHBOURS, 6, 2, 2, 3, 5, 1, 1)).containsExactly("[0]", "[1, 2, 3]", "[4, 5, 6]");
        assertThat(groups(Pooling.NEIGHBOURS, 1, 1)).containsExactly("[0, 1]");
        assertThat(groups(Pooling.NEIGHBOURS, 5, 5)).containsExactly("[0]", "[1]");
        assertThat(groups(Pooling.NEIGHBOURS)).isEmpty();
    }

    @Test
    void smallLevelsGoIntoOtherWithTheSmallestOfTheRestIfNeeded() {
        assertThat(groups(Pooling.INTO_OTHER, 60, 3, 20, 2)).containsExactly("[2]", "[0]", "[3, 1]");
        assertThat(groups(Pooling.INTO_OTHER, 60, 1, 20, 2)).containsExactly("[0]", "[1, 3, 2]");
        assertThat(groups(Pooling.INTO_OTHER, 60, 20)).containsExactly("[1]", "[0]");
        assertThat(groups(Pooling.INTO_OTHER, 1, 2)).containsExactly("[0, 1]");
    }

    /** What the current sample looks like must not choose the bins, or the size is lost. */
    @ParameterizedTest
    @EnumSource
    void binsDependOnTheReferenceAndSizesAlone(Pooling pooling) {
        long[] reference = {1000, 30, 500, 20, 200, 10};
        PsiTest.Compared one = PsiTests.compared(Psi.test(reference, new long[] {100, 0, 0, 0, 0, 0}, pooling, 0.01));
        PsiTest.Compared other =
                PsiTests.compared(Psi.test(reference, new long[] {0, 20, 20, 20, 20, 20}, pooling, 0.01));
        assertThat(one.bins()).isEqualTo(other.bins());
    }

    /** Both samples of one law, 20,000 pairs: false alarms near the nominal 1 %, whatever the number of cases. */
    @ParameterizedTest(name = "{0} current cases, bins {1}")
    @MethodSource("sizes")
    void withoutADifferenceItAlarmsAsOftenAsWasAllowed(int current, double[] weights, Pooling pooling) {
        int alarms = 0;
        int runs = 20_000;
        SplittableRandom random = new SplittableRandom(current);
        for (int run = 0; run < runs; run++) {
            long[] reference = draw(random, 1000, weights);
            PsiTest test = Psi.test(reference, draw(random, current, weights), pooling, 0.01);
            alarms += test.fold(PsiTest.Compared::differs, not -> false) ? 1 : 0;
        }
        assertThat((double) alarms / runs).isBetween(0.006, 0.0135);
    }

    private static List<Object[]> sizes() {
        double[] tenEqual = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        double[] skewed = {45, 25, 15, 10, 4, 1};
        List<Object[]> sizes = new ArrayList<>();
        for (int current : new int[] {50, 100, 300}) {
            sizes.add(new Object[] {current, tenEqual, Pooling.NEIGHBOURS});
            sizes.add(new Object[] {current, skewed, Pooling.INTO_OTHER});
        }
        return sizes;
    }

    /** With two bins the exact test keeps the level, below it since counts are whole. */
    @Test
    void theExactTestOfTwoBinsKeepsTheLevel() {
        SplittableRandom random = new SplittableRandom(2);
        int alarms = 0;
        for (int run = 0; run < 20_000; run++) {
            double[] weights = {9, 1};
            alarms += PsiTests.compared(Psi.test(draw(random, 1000, weights), draw(random, 100, weights), 0.01))
                            .differs()
                    ? 1
                    : 0;
        }
        assertThat(alarms / 20_000.0).isBetween(0.002, 0.0115);
    }

    /** Deciles of a normal law, moved by half a standard deviation: the power as it is, so that a loss shows. */
    @ParameterizedTest
    @CsvSource({"50, 0.27, 0.34", "100, 0.76, 0.82", "300, 0.999, 1"})
    void itFindsAShift(int current, double from, double to) {
        double[] edges = {-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816};
        SplittableRandom random = new SplittableRandom(current);
        int alarms = 0;
        for (int run = 0; run < 2000; run++) {
            long[] counts = new long[10];
            for (int i = 0; i < current; i++) {
                double x = random.nextGaussian() + 0.5;
                int bin = 0;
                while (bin < edges.length && edges[bin] <= x) {
                    bin++;
                }
                counts[bin]++;
            }
            long[] reference = {500, 500, 500, 500, 500, 500, 500, 500, 500, 500};
            alarms += PsiTests.compared(Psi.test(reference, counts, 0.01)).differs() ? 1 : 0;
        }
        assertThat(alarms / 2000.0).isBetween(from, to);
    }

    private static long[] draw(SplittableRandom random, int n, double[] weights) {
        double sum = 0;
        for (double w : weights) {
            sum += w;
        }
        long[] counts = new long[weights.length];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble() * sum;
            int bin = 0;
            while (bin < weights.length - 1 && u >= weights[bin]) {
                u -= weights[bin++];
            }
            counts[bin]++;
        }
        return counts;
    }
}
