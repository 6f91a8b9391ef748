package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.FormulaSample;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Tests;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracles: src/test/oracle/distributions.py with scipy, and distributions.R with R's own ks.test. */
class TwoSampleTestsAgreeWithScipyAndRTest {
    private static final double CLOSED_FORM = 1e-9;

    private static Stream<Arguments> figures() {
        return Stream.concat(Oracle.rows("distributions.csv", ";"), Oracle.rows("smirnov.csv", ";"))
                .map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void everyFigureAgrees(String[] row) {
        SortedSample reference = FormulaSample.sorted(row[0]);
        SortedSample current = FormulaSample.sorted(row[1]);
        double expected = Double.parseDouble(row[3]);
        switch (row[2]) {
            case "wasserstein" -> same(Tests.measured(Wasserstein.distance(reference, current)), expected);
            case "wasserstein.scaled" -> same(Tests.measured(Wasserstein.scaled(reference, current)), expected);
            case "energy" -> same(Tests.measured(EnergyDistance.distance(reference, current)), expected);
            case "cramer-von-mises" -> agrees(CramerVonMises.test(reference, current, 9, 1), expected, row[4]);
            case "mann-whitney" -> agrees(MannWhitney.test(reference, current), expected, row[4]);
            case "anderson-darling" -> agrees(AndersonDarling.test(reference, current, 9, 1), expected, row[4]);
            case "kolmogorov-smirnov" -> {
                agrees(KolmogorovSmirnov.test(reference, current), expected, row[4]);
                agrees(KolmogorovSmirnov.test(reference, FormulaSample.of(row[1])), expected, row[4]);
                agrees(KolmogorovSmirnov.test(FormulaSample.of(row[1]), FormulaSample.of(row[0])), expected, row[4]);
            }
            case "kolmogorov-smirnov.exact" ->
                agrees(KolmogorovSmirnov.exactTest(reference, current), expected, row[4]);
            default -> throw new AssertionError("no function for " + row[2]);
        }
    }

    private static void same(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(CLOSED_FORM * Math.max(Math.abs(expected), 1e-6)));
    }

    private static void agrees(HypothesisTest test, double statistic, String p) {
        HypothesisTest.Tested tested = Tests.tested(test);
        same(tested.statistic(), statistic);
        if (!p.isEmpty()) {
            Tests.agreesP(tested.pValue(), Double.parseDouble(p));
        }
    }

    private static Stream<Arguments> exchanges() {
        return Oracle.rows("exchanges.csv", ";").map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void pValuesByAllExchangesAgree(String[] row) {
        List<SortedSample> samples =
                Arrays.stream(row[0].split(" \\| ")).map(FormulaSample::sorted).toList();
        int permutations = row[3].isEmpty() ? 9 : 10_000;
        HypothesisTest test = switch (row[1]) {
            case "anderson-darling" -> AndersonDarling.test(samples, permutations, 1);
            case "wasserstein" -> Wasserstein.test(samples.get(0), samples.get(1), permutations, 1);
            case "energy" -> EnergyDistance.test(samples.get(0), samples.get(1), permutations, 1);
            case "cramer-von-mises" -> CramerVonMises.test(samples.get(0), samples.get(1), permutations, 1);
            default -> throw new AssertionError("no function for " + row[1]);
        };
        agrees(test, Double.parseDouble(row[2]), row[3]);
        assertThat(Tests.tested(test).formula()).isEqualTo(row[1] + (row[3].isEmpty() ? "-permutation" : "-exact"));
    }

    /** A few of the exchanges, drawn, come near to all of them: within four standard deviations of the share. */
    @ParameterizedTest
    @CsvSource({"anderson-darling", "wasserstein", "energy"})
    void drawnExchangesComeNearToAll(String name) {
        SortedSample a = SortedSample.of(1, 2, 2, 3, 5, 6, 8);
        SortedSample b = SortedSample.of(2, 4, 5, 7, 9, 9, 10, 12);
        double all = pValue(name, a, b, 6435); // 15 over 7
        double drawn = pValue(name, a, b, 6434);
        assertThat(all).isBetween(0.01, 0.5);
        assertThat(drawn).isNotEqualTo(all).isCloseTo(all, within(4 * Math.sqrt(all * (1 - all) / 6434)));
    }

    private static double pValue(String name, SortedSample a, SortedSample b, int permutations) {
        return Tests.tested(
                        switch (name) {
                            case "anderson-darling" -> AndersonDarling.test(a, b, permutations, 7);
                            case "wasserstein" -> Wasserstein.test(a, b, permutations, 7);
                            default -> EnergyDistance.test(a, b, permutations, 7);
                        })
                .pValue();
    }

    /** Large samples with ties are exchanged, since the limit distribution depends on the ties. */
    @Test
    void cramerVonMisesOfLargeTiedSamplesIsExchanged() {
        SortedSample a = FormulaSample.sorted("7 3 0 17 200 0");
        SortedSample b = FormulaSample.sorted("5 1 0 19 150 0");
        HypothesisTest.Tested test = Tests.tested(CramerVonMises.test(a, b, 999, 3));
        assertThat(test.formula()).isEqualTo("cramer-von-mises-permutation");
        assertThat(test.pValue() * 1000).isCloseTo(Math.rint(test.pValue() * 1000), within(1e-9));
        assertThat(CramerVonMises.test(a, b, 999, 3)).isEqualTo(test);
    }

    /** Oracle: the quantiles in table 1 of Anderson and Darling 1952. */
    @ParameterizedTest
    @CsvSource({"0.11888, 0.5, 1e-5", "0.46136, 0.05, 1e-5", "0.74346, 0.01, 1e-5", "1.16786, 0.001, 1e-5"})
    void cramerVonMisesLimitHasThePublishedQuantiles(double x, double p, double precision) {
        assertThat(CramerVonMises.limitTail(x)).isCloseTo(p, within(precision));
    }
}
