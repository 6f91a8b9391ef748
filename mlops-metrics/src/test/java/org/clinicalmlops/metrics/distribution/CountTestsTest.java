package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.Tests;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountTestsTest {
    private static Stream<Named<BiFunction<long[], long[], Distance>>> distances() {
        return Stream.of(
                Named.of("Jensen-Shannon", CountDistances::jensenShannon),
                Named.of("Hellinger", CountDistances::hellinger),
                Named.of("total variation", CountDistances::totalVariation),
                Named.of("largest gap", CountDistances::largestGap),
                Named.of("PSI", CountDistances::psi));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void distancesAreSymmetricAndZeroForEqualShares(BiFunction<long[], long[], Distance> distance) {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] a = random.longs(8, 1, 100).toArray();
            long[] b = random.longs(8, 1, 1000).toArray();
            double there = Tests.measured(distance.apply(a, b));
            assertThat(there).isPositive();
            assertThat(Tests.measured(distance.apply(b, a))).isCloseTo(there, within(1e-12));
            long[] tripled = Arrays.stream(a).map(c -> 3 * c).toArray();
            assertThat(Tests.measured(distance.apply(a, tripled))).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("distances")
    void anEmptySampleIsNotMeasured(BiFunction<long[], long[], Distance> distance) {
        assertThat(Tests.reason(distance.apply(new long[] {0, 0}, new long[] {1, 2})))
                .isNotEqualTo("measured");
        assertThat(Tests.reason(distance.apply(new long[] {0, 0}, new long[] {0, 0})))
                .isEqualTo("there are 0 reference and 0 current cases");
        assertThat(Tests.reason(distance.apply(new long[0], new long[0]))).isNotEqualTo("measured");
    }

    @ParameterizedTest
    @MethodSource("distances")
    void badCountsAreRefused(BiFunction<long[], long[], Distance> distance) {
        assertThatThrownBy(() -> distance.apply(new long[] {1}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one length, were 1 and 2");
        assertThatThrownBy(() -> distance.apply(new long[] {1, -1}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in bin 1 were -1 and 2");
    }

    /** Two wards, counted apart and added, are the same as one list. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mergedCountsAreTheWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] values = random.ints(900, 0, 5).toArray();
        int cut = random.nextInt(900);
        long[] merged = counts(values, 0, cut);
        long[] rest = counts(values, cut, 900);
        Arrays.setAll(merged, i -> merged[i] + rest[i]);
        long[] other = {150, 170, 190, 210, 180};
        long[] whole = counts(values, 0, 900);
        assertThat(CountDistances.jensenShannon(merged, other)).isEqualTo(CountDistances.jensenShannon(whole, other));
        assertThat(Homogeneity.gTest(new long[][] {merged, other}))
                .isEqualTo(Homogeneity.gTest(new long[][] {whole, other}));
        assertThat(Psi.test(merged, other, 0.01)).isEqualTo(Psi.test(whole, other, 0.01));
    }

    private static long[] counts(int[] values, int from, int to) {
        long[] counts = new long[5];
        for (int i = from; i < to; i++) {
            counts[values[i]]++;
        }
        return counts;
    }

    @Test
    void rowsAndColumnsMayChangePlaces() {
        long[][] table = {{10, 20, 30}, {15, 25, 20}, {8, 22, 40}};
        long[][] turned = {{40, 20, 30}, {8, 15, 10}, {22, 25, 20}};
        HypothesisTest.Tested one = Tests.tested(Homogeneity.chiSquare(table));
        HypothesisTest.Tested other = Tests.tested(Homogeneity.chiSquare(turned));
        assertThat(other.statistic()).isCloseTo(one.statistic(), within(1e-12));
        assertThat(table[0]).containsExactly(10, 20, 30);
    }

    @Test
    void aTableOfOneRowOrColumnIsNotTested() {
        for (long[][] table : new long[][][] {{{1, 2}}, {{5}, {6}}, {{0, 0}, {3, 4}}, {{0, 3}, {0, 4}}, {{}, {}}}) {
            assertThat(Tests.reason(Homogeneity.chiSquare(table))).contains("fewer than two rows or two columns");
            assertThat(Tests.reason(Homogeneity.chiSquareByExchange(table, 99, 1)))
                    .contains("fewer than two");
        }
    }

    @Test
    void badTablesAreRefused() {
        assertThatThrownBy(() -> Homogeneity.chiSquare(new long[0][])).hasMessageContaining("must have a row");
        assertThatThrownBy(() -> Homogeneity.gTest(new long[][] {{1, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table[1] must be of length 2, was 1");
        assertThatThrownBy(() -> Homogeneity.gTest(new long[][] {{1, 2}, {1, -3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table[1][1] must be >= 0, was -3");
    }

    /** Fisher's test sums tables by their probability, which for these margins is their order by chi-square. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1, 3", "5, 0, 2, 5", "0, 4, 3, 1"})
    void allExchangesOfATwoByTwoTableAreFishersTest(long a, long b, long c, long d) {
        HypothesisTest.Tested test =
                Tests.tested(Homogeneity.chiSquareByExchange(new long[][] {{a, b}, {c, d}}, 1000, 1));
        assertThat(test.formula()).isEqualTo("chi-square-exact");
        assertThat(test.pValue()).isCloseTo(FisherExact.pValue(a, a + b, c, c + d), within(1e-12));
    }

    @Test
    void drawnExchangesComeNearToTheChiSquareDistribution() {
        long[][] table = {{100, 120, 90}, {85, 130, 110}};
        double p = Tests.tested(Homogeneity.chiSquare(table)).pValue();
        HypothesisTest.Tested drawn = Tests.tested(Homogeneity.chiSquareByExchange(table, 9999, 4));
        assertThat(drawn.formula()).isEqualTo("chi-square-permutation");
        assertThat(drawn.pValue()).isCloseTo(p, within(0.02));
    }

    @Test
    void fishersTestRefusesWhatIsNoTable() {
        assertThatThrownBy(() -> FisherExact.pValue(3, 2, 0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hitsA must be in [0, n] with n 2, was 3");
        assertThatThrownBy(() -> FisherExact.pValue(0, 2, -1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThat(FisherExact.pValue(0, 0, 0, 0)).isEqualTo(1);
    }

    @Test
    void maximumMeanDiscrepancySeesHowInputsHangTogether() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] apart = new double[80][];
        double[][] together = new double[80][];
        double[][] more = new double[80][];
        for (int i = 0; i < 80; i++) {
            apart[i] = new double[] {random.nextDouble(), random.nextDouble()};
            more[i] = new double[] {random.nextDouble(), random.nextDouble()};
            double both = random.nextDouble();
            together[i] = new double[] {both, both};
        }
        assertThat(Tests.tested(MaximumMeanDiscrepancy.test(apart, together, 199, 1))
                        .pValue())
                .isEqualTo(1 / 200.0);
        HypothesisTest same = MaximumMeanDiscrepancy.test(apart, more, 199, 1);
        assertThat(Tests.tested(same).pValue()).isGreaterThan(0.05);
        assertThat(MaximumMeanDiscrepancy.test(apart, more, 199, 1)).isEqualTo(same);
    }

    @Test
    void maximumMeanDiscrepancyAnswersEdgesAndRefusesBadRows() {
        double[][] two = {{1, 2}, {3, 4}};
        double[][] one = {{1, 2}};
        double[][] nan = {{1, 2}, {Double.NaN, 4}};
        double[][] narrow = {{1, 2}, {3}};
        assertThat(Tests.reason(MaximumMeanDiscrepancy.test(two, one, 9, 1))).contains("2 of each are needed");
        assertThat(Tests.reason(MaximumMeanDiscrepancy.test(new double[0][], two, 9, 1)))
                .contains("2 of each");
        assertThat(Tests.reason(MaximumMeanDiscrepancy.test(
                        new double[][] {{1, 2}, {1, 2}}, new double[][] {{1, 2}, {1, 2}}, 9, 1)))
                .isEqualTo("all rows are the same");
        assertThatThrownBy(() -> MaximumMeanDiscrepancy.test(two, nan, 9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("current[1][0] must be finite, was NaN");
        assertThatThrownBy(() -> MaximumMeanDiscrepancy.test(two, narrow, 9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("current[1] must be of length 2, was 1");
        assertThatThrownBy(() -> MaximumMeanDiscrepancy.test(new double[4000][1], new double[4000][1], 9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of both samples must be <= 5000, were 8000");
    }
}
