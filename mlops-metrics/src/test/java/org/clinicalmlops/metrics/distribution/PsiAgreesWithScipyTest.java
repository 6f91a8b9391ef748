package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.internal.ChiSquare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/tables.py with scipy. */
class PsiAgreesWithScipyTest {
    private static final double PRECISION = 1e-9;

    private static Stream<Arguments> cases() {
        return Oracle.rows("psi.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static long[] counts(String field) {
        return Arrays.stream(field.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTestOfOrderedBinsAgrees(String[] row) {
        PsiTest.Compared test = PsiTests.compared(Psi.test(counts(row[0]), counts(row[1]), Double.parseDouble(row[2])));
        assertThat(test.bins()).isEqualTo(Integer.parseInt(row[3]));
        Oracle.agrees(test.psi(), Double.parseDouble(row[5]), PRECISION);
        Oracle.agrees(test.adjusted(), Double.parseDouble(row[6]), PRECISION);
        double p = Double.parseDouble(row[8]);
        assertThat(test.pValue()).isCloseTo(p, within(PRECISION * p));
        if (row[7].isEmpty()) {
            assertThat(test.critical()).isEqualTo(OptionalDouble.empty());
            assertThat(test.formula()).isEqualTo("psi-fisher-exact");
        } else {
            Oracle.agrees(test.critical().orElseThrow(), Double.parseDouble(row[7]), PRECISION);
            assertThat(test.formula()).isEqualTo("psi-chi-square");
        }
        assertThat(test.differs()).isEqualTo(p <= Double.parseDouble(row[2]));
        assertThat(test.nReference()).isEqualTo(Arrays.stream(counts(row[0])).sum());
        assertThat(test.nCurrent()).isEqualTo(Arrays.stream(counts(row[1])).sum());
    }

    /** The shares are those of the first row of psi.csv, by hand the sum of (q - p) ln(q / p). */
    @Test
    void theIndexItselfIsWithoutSmoothing() {
        double[] p = {0.48, 0.32, 0.16, 0.04};
        double[] q = {90 / 260.0, 95 / 260.0, 50 / 260.0, 25 / 260.0};
        assertThat(Psi.psi(p, q)).isCloseTo(0.10496699872868684, within(1e-15));
    }

    private static Stream<Arguments> homogeneity() {
        return Oracle.rows("homogeneity.csv", ";").map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("homogeneity")
    void chiSquareOfHomogeneityAgrees(String[] row) {
        double statistic = ChiSquare.homogeneity(counts(row[0]), counts(row[1]));
        Oracle.agrees(statistic, Double.parseDouble(row[2]), PRECISION);
        double p = Double.parseDouble(row[3]);
        int degreesOfFreedom = counts(row[0]).length - 1;
        assertThat(ChiSquare.upperTail(statistic, degreesOfFreedom)).isCloseTo(p, within(PRECISION * p));
    }

    private static Stream<Arguments> proportions() {
        return Oracle.rows("proportions.csv", ";").map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("proportions")
    void twoSharesAgree(String[] row) {
        double p = Double.parseDouble(row[5]);
        double ours = Proportions.differ(
                Long.parseLong(row[0]), Long.parseLong(row[1]), Long.parseLong(row[2]), Long.parseLong(row[3]));
        assertThat(ours).isCloseTo(p, within(PRECISION * p));
    }
}
