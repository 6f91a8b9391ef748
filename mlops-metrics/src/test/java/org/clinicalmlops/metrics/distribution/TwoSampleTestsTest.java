package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.FormulaSample;
import org.clinicalmlops.metrics.fixtures.Tests;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwoSampleTestsTest {
    private static Named<BiFunction<SortedSample, SortedSample, HypothesisTest>> test(
            String name, BiFunction<SortedSample, SortedSample, HypothesisTest> test) {
        return Named.of(name, test);
    }

    private static Stream<Named<BiFunction<SortedSample, SortedSample, HypothesisTest>>> rankTests() {
        return Stream.of(
                test("Kolmogorov-Smirnov", KolmogorovSmirnov::test),
                test("Kolmogorov-Smirnov exact", KolmogorovSmirnov::exactTest),
                test("Cramer-von Mises", (a, b) -> CramerVonMises.test(a, b, 200, 5)),
                test("Mann-Whitney", MannWhitney::test),
                test("Anderson-Darling", (a, b) -> AndersonDarling.test(a, b, 200, 5)));
    }

    private static Stream<Named<BiFunction<SortedSample, SortedSample, HypothesisTest>>> allTests() {
        return Stream.concat(
                rankTests(),
                Stream.of(
                        test("Wasserstein", (a, b) -> Wasserstein.test(a, b, 200, 5)),
                        test("energy", (a, b) -> EnergyDistance.test(a, b, 200, 5))));
    }

    private static double[] draw(SplittableRandom random, int n, boolean ties) {
        return random.doubles(n, -3, 3).map(x -> ties ? Math.rint(2 * x) : x).toArray();
    }

    /** A strictly increasing function leaves all ranks as they are. */
    @ParameterizedTest
    @MethodSource("rankTests")
    void aMonotoneTransformChangesNothing(BiFunction<SortedSample, SortedSample, HypothesisTest> test) {
        for (long seed = 1; seed <= 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] a = draw(random, 15 + 20 * (int) seed, seed % 2 == 0);
            double[] b = draw(random, 40, seed % 2 == 0);
            assertThat(test.apply(
                            SortedSample.of(Arrays.stream(a).map(Math::exp).toArray()),
                            SortedSample.of(Arrays.stream(b).map(Math::exp).toArray())))
                    .isEqualTo(test.apply(SortedSample.of(a), SortedSample.of(b)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void samplesMayChangePlaces(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedSample a = SortedSample.of(draw(random, 10 * (int) seed, seed % 2 == 0));
        SortedSample b = SortedSample.of(draw(random, 18, seed % 2 == 0));
        assertThat(KolmogorovSmirnov.test(b, a)).isEqualTo(KolmogorovSmirnov.test(a, b));
        assertThat(Wasserstein.distance(b, a).fold(Distance.Measured::value, not -> -1.0))
                .isEqualTo(Tests.measured(Wasserstein.distance(a, b)));
        assertThat(Tests.measured(EnergyDistance.distance(b, a)))
                .isEqualTo(Tests.measured(EnergyDistance.distance(a, b)));
        HypothesisTest.Tested there = Tests.tested(MannWhitney.test(a, b));
        HypothesisTest.Tested back = Tests.tested(MannWhitney.test(b, a));
        assertThat(there.statistic() + back.statistic()).isEqualTo((double) a.size() * b.size());
        assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12));
        assertThat(Tests.tested(CramerVonMises.test(b, a, 9, 1)).statistic())
                .isCloseTo(Tests.tested(CramerVonMises.test(a, b, 9, 1)).statistic(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("allTests")
    void anEmptySampleIsNotTested(BiFunction<SortedSample, SortedSample, HypothesisTest> test) {
        SortedSample some = SortedSample.of(1, 2, 3);
        assertThat(Tests.reason(test.apply(some, SortedSample.of()))).isNotEqualTo("tested");
        assertThat(Tests.reason(test.apply(SortedSample.of(), some))).isNotEqualTo("tested");
        assertThat(Tests.reason(test.apply(SortedSample.of(), SortedSample.of())))
                .isNotEqualTo("tested");
    }

    @ParameterizedTest
    @MethodSource("allTests")
    void oneCaseAgainstOneIsNoEvidence(BiFunction<SortedSample, SortedSample, HypothesisTest> test) {
        assertThat(test.apply(SortedSample.of(1), SortedSample.of(2))
                        .<Double>fold(HypothesisTest.Tested::pValue, not -> 1.0))
                .isEqualTo(1);
    }

    /** Where scipy's Cramer-von Mises finds p = 0.04, and commons-math's Kolmogorov-Smirnov draws random numbers. */
    @ParameterizedTest
    @CsvSource({"50, 50", "40, 30", "20, 3", "1, 1", "500, 400"})
    void aConstantDoesNotDifferFromItself(int n, int m) {
        SortedSample a = SortedSample.ofCounts(new double[] {7}, new long[] {n});
        SortedSample b = SortedSample.ofCounts(new double[] {7}, new long[] {m});
        assertThat(Tests.tested(KolmogorovSmirnov.test(a, b)).pValue()).isEqualTo(1);
        assertThat(Tests.tested(CramerVonMises.test(a, b, 99, 1)).pValue()).isEqualTo(1);
        assertThat(Tests.tested(MannWhitney.test(a, b)).pValue()).isEqualTo(1);
        assertThat(Tests.tested(Wasserstein.test(a, b, 99, 1)).pValue()).isEqualTo(1);
        assertThat(Tests.measured(EnergyDistance.distance(a, b))).isZero();
        assertThat(Tests.measured(Wasserstein.distance(a, b))).isZero();
        assertThat(Tests.reason(AndersonDarling.test(a, b, 99, 1))).contains(n + m < 4 ? "4 are needed" : "the same");
        assertThat(Tests.reason(Wasserstein.scaled(a, b))).contains("no spread");
    }

    /** x_i = (i - 0.5) / 50 against y_j = ((j - 0.5) / 40)^2; the p-value by R, to all its digits. */
    @Test
    void aPairByFormulaAgrees() {
        SortedSample x = FormulaSample.sorted("0 1 0 50 50 1");
        SortedSample y = FormulaSample.sorted("0 1 0 40 40 2");
        HypothesisTest.Tested test = Tests.tested(KolmogorovSmirnov.test(x, y));
        assertThat(test.statistic()).isCloseTo(0.27, within(1e-15));
        assertThat(test.pValue()).isCloseTo(0.065206450857269, within(1e-13));
        assertThat(test.formula()).isEqualTo(KolmogorovSmirnov.EXACT);
        assertThat(test.n()).isEqualTo(90);
        assertThat(Tests.measured(Wasserstein.distance(x, y))).isCloseTo(0.1667703125, within(1e-15));
    }

    /** By hand: 2 of 3 values lie below all others, so that the exact p-value is 2 * 3! 2! / 5!. */
    @Test
    void separatedSamplesHaveTheSmallestExactP() {
        HypothesisTest.Tested ks = Tests.tested(KolmogorovSmirnov.test(new double[] {3, 1, 2}, new double[] {5, 4}));
        assertThat(ks.statistic()).isEqualTo(1);
        assertThat(ks.pValue()).isCloseTo(0.2, within(1e-15));
        HypothesisTest.Tested u = Tests.tested(MannWhitney.test(SortedSample.of(1, 2, 3), SortedSample.of(4, 5)));
        assertThat(u.statistic()).isEqualTo(6);
        assertThat(u.pValue()).isCloseTo(0.2, within(1e-15));
        assertThat(u.formula()).isEqualTo(MannWhitney.EXACT);
    }

    @Test
    void argumentsAreOnlyRead() {
        double[] reference = {3, 1, 2, 2};
        double[] current = FormulaSample.of("7919 104729 0 101 5000 0");
        double[] kept = current.clone();
        KolmogorovSmirnov.test(reference, current);
        KolmogorovSmirnov.test(reference, new double[] {2, 1});
        assertThat(reference).containsExactly(3, 1, 2, 2);
        assertThat(current).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aValueThatIsNotFiniteIsRefused(double bad) {
        assertThatThrownBy(() -> SortedSample.of(1, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values[1] must be finite, was " + bad);
        double[] many = new double[20_000];
        many[7] = bad;
        assertThatThrownBy(() -> KolmogorovSmirnov.test(SortedSample.of(1, 2, 3), many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("current[7] must be finite, was " + bad);
    }

    @Test
    void wrongSettingsAreRefused() {
        SortedSample a = SortedSample.of(1, 2);
        assertThatThrownBy(() -> Wasserstein.test(a, a, 0, 1)).hasMessage("permutations must be >= 1, was 0");
        assertThatThrownBy(() -> EnergyDistance.test(a, a, 0, 1)).hasMessage("permutations must be >= 1, was 0");
        assertThatThrownBy(() -> CramerVonMises.test(a, a, -1, 1)).hasMessage("permutations must be >= 1, was -1");
        assertThatThrownBy(() -> AndersonDarling.test(List.of(a), 9, 1)).hasMessageContaining("two or more, were 1");
        SortedSample huge = SortedSample.ofCounts(new double[] {1, 2}, new long[] {1L << 40, 1});
        assertThatThrownBy(() -> Wasserstein.test(a, huge, 9, 1)).hasMessageContaining("at most 100000000 cases");
        assertThatThrownBy(() -> KolmogorovSmirnov.exactTest(a, huge)).hasMessageContaining("10^9");
    }

    /** Two of a trillion: sizes as only counts have them. */
    @Test
    void hugeCountsAreCompared() {
        SortedSample a = SortedSample.ofCounts(new double[] {1, 2}, new long[] {1L << 40, 1L << 40});
        SortedSample b = SortedSample.ofCounts(new double[] {1, 2}, new long[] {3L << 40, 1L << 40});
        assertThat(Tests.tested(KolmogorovSmirnov.test(a, b)).statistic()).isEqualTo(0.25);
        assertThat(Tests.measured(Wasserstein.distance(a, b))).isEqualTo(0.25);
        assertThat(Tests.tested(MannWhitney.test(a, b)).pValue()).isZero();
    }

    /** Without a difference the share of p-values at or below alpha is at most alpha: exact, conditional on the ties. */
    @Test
    void theExactTestsKeepTheirLevelWithTies() {
        int runs = 4000;
        int[] rejected = new int[2];
        SplittableRandom random = new SplittableRandom(20);
        for (int run = 0; run < runs; run++) {
            SortedSample a =
                    SortedSample.of(random.ints(15, 0, 6).asDoubleStream().toArray());
            SortedSample b =
                    SortedSample.of(random.ints(13, 0, 6).asDoubleStream().toArray());
            rejected[0] += Tests.tested(KolmogorovSmirnov.test(a, b)).pValue() <= 0.1 ? 1 : 0;
            rejected[1] += Tests.tested(CramerVonMises.test(a, b, 1, 1)).pValue() <= 0.1 ? 1 : 0;
        }
        for (int r : rejected) {
            assertThat(r / (double) runs).isBetween(0.06, 0.1 + 3 * Math.sqrt(0.09 / runs));
        }
    }
}
