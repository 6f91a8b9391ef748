package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.FormulaSample;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Tests;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/counts.py with scipy and numpy. */
class CountTestsAgreeWithScipyTest {
    private static Stream<Arguments> contingency() {
        return Oracle.rows("contingency.csv", ";").map(row -> Arguments.of((Object) row));
    }

    static long[][] table(String text) {
        return Arrays.stream(text.split(" \\| "))
                .map(CountTestsAgreeWithScipyTest::counts)
                .toArray(long[][]::new);
    }

    private static long[] counts(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @MethodSource("contingency")
    void tablesAgree(String[] row) {
        agrees(Homogeneity.chiSquare(table(row[0])), Homogeneity.CHI_SQUARE, row[1], row[2], row[5]);
        agrees(Homogeneity.gTest(table(row[0])), Homogeneity.G, row[3], row[4], row[5]);
    }

    private static void agrees(HypothesisTest test, String formula, String statistic, String p, String fisher) {
        if (p.isEmpty() && fisher.isEmpty()) {
            assertThat(Tests.reason(test)).startsWith("fewer than 5 cases are expected in ");
            return;
        }
        HypothesisTest.Tested tested = Tests.tested(test);
        assertThat(tested.statistic())
                .isCloseTo(Double.parseDouble(statistic), within(1e-9 * Double.parseDouble(statistic) + 1e-15));
        Tests.agreesP(tested.pValue(), Double.parseDouble(p + fisher));
        assertThat(tested.formula()).isEqualTo(p.isEmpty() ? Homogeneity.FISHER : formula);
    }

    private static Stream<Arguments> distances() {
        return Oracle.rows("countdistances.csv", ";").map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void distancesAgree(String[] row) {
        long[] reference = row[0].equals("formula") ? large(37, 101) : counts(row[0]);
        long[] current = row[0].equals("formula") ? large(53, 97) : counts(row[1]);
        same(CountDistances.jensenShannon(reference, current), row[2]);
        same(CountDistances.hellinger(reference, current), row[3]);
        same(CountDistances.totalVariation(reference, current), row[4]);
        same(CountDistances.largestGap(reference, current), row[5]);
        if (row[6].isEmpty()) {
            assertThat(Tests.reason(CountDistances.psi(reference, current))).contains("is empty in one sample only");
        } else {
            same(CountDistances.psi(reference, current), row[6]);
        }
    }

    private static long[] large(int factor, int modulus) {
        long[] counts = new long[10_000];
        Arrays.setAll(counts, i -> (long) i * factor % modulus + 1);
        return counts;
    }

    private static void same(Distance distance, String expected) {
        double value = Double.parseDouble(expected);
        assertThat(Tests.measured(distance)).isCloseTo(value, within(1e-9 * value));
    }

    @Test
    void psiHasItsCriticalValue() {
        Oracle.rows("psi.csv", ";").filter(row -> !row[7].isEmpty()).forEach(row -> {
            long n = Arrays.stream(counts(row[0])).sum();
            long m = Arrays.stream(counts(row[1])).sum();
            Oracle.agrees(
                    Psi.critical(n, m, Integer.parseInt(row[3]), Double.parseDouble(row[2])),
                    Double.parseDouble(row[7]),
                    1e-9);
        });
    }

    private static Stream<Arguments> mmd() {
        return Oracle.rows("mmd.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static double[][] rows(String specs) {
        double[][] columns =
                Arrays.stream(specs.split(" \\| ")).map(FormulaSample::of).toArray(double[][]::new);
        double[][] rows = new double[columns[0].length][columns.length];
        for (int c = 0; c < columns.length; c++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i][c] = columns[c][i];
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("mmd")
    void maximumMeanDiscrepancyAgrees(String[] row) {
        HypothesisTest.Tested test =
                Tests.tested(MaximumMeanDiscrepancy.test(rows(row[0]), rows(row[1]), row[3].isEmpty() ? 99 : 1000, 1));
        double expected = Double.parseDouble(row[2]);
        assertThat(test.statistic()).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        if (row[3].isEmpty()) {
            assertThat(test.formula()).isEqualTo("mmd-permutation");
        } else {
            assertThat(test.formula()).isEqualTo("mmd-exact");
            assertThat(test.pValue()).isCloseTo(Double.parseDouble(row[3]), within(1e-12));
        }
    }
}
