package org.clinicalmlops.metrics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirichletMixtureTest {
    static Stream<Arguments> oracle() {
        return Oracle.rows("mixture.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** Oracle: scipy's gammaln, and its optimiser, which is precise to five decimals. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("oracle")
    void agreesWithScipy(String[] row) {
        double[] counts = numbers(row[0]);
        long[] reference =
                Arrays.stream(numbers(row[1])).mapToLong(x -> (long) x).toArray();
        double kappa = Double.parseDouble(row[2]);
        double[] shares = DirichletMixture.shares(reference);
        double known = Double.parseDouble(row[3]);
        assertThat(DirichletMixture.logEvidence(counts, shares, kappa))
                .isCloseTo(known, within(1e-11 * Math.max(1, Math.abs(known))));
        double radius = DirichletMixture.radius(counts.length, 0.99);
        assertThat(radius).isCloseTo(Double.parseDouble(row[4]), within(1e-9));
        double n = Arrays.stream(reference).sum();
        assertThat(DirichletMixture.logEvidence(counts, shares, n, kappa, radius))
                .isCloseTo(Double.parseDouble(row[5]), within(1e-4));
    }

    /** By hand: one row in the first of two bins; (G(1) / G(2)) G(1.5) / G(.5) / .5 = .5 / .5. */
    @Test
    void oneRowSaysNothing() {
        assertThat(DirichletMixture.logEvidence(new double[] {1, 0}, new double[] {0.5, 0.5}, 1))
                .isCloseTo(0, within(1e-14));
        assertThat(DirichletMixture.logEvidence(new double[2], new double[] {0.5, 0.5}, 1))
                .isZero();
        assertThat(DirichletMixture.logEvidence(new double[2], new double[] {0.5, 0.5}, 100, 1, 3))
                .isZero();
    }

    /** Oracle: all 3^n sequences; counts of a sequence have the multinomial's probability. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void withoutAChangeTheExpectationIsOne(int n) {
        double[] shares = {0.6, 0.3, 0.1};
        double sum = 0;
        for (int code = 0; code < Math.pow(3, n); code++) {
            double[] counts = new double[3];
            double probability = 1;
            for (int i = 0, rest = code; i < n; i++, rest /= 3) {
                counts[rest % 3]++;
                probability *= shares[rest % 3];
            }
            sum += probability * Math.exp(DirichletMixture.logEvidence(counts, shares, 3));
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void aRadiusOfNothingTakesTheSharesAsKnown() {
        double[] counts = {10, 15, 25};
        double[] shares = {0.6, 0.3, 0.1};
        assertThat(DirichletMixture.logEvidence(counts, shares, 100, 3, 0))
                .isEqualTo(DirichletMixture.logEvidence(counts, shares, 3));
        assertThat(DirichletMixture.logEvidence(counts, shares, 100, 3, 1e-12))
                .isCloseTo(DirichletMixture.logEvidence(counts, shares, 3), within(1e-4));
    }

    @Test
    void theLargerTheRadiusTheLessTheEvidence() {
        double[] counts = {10, 15, 25};
        double[] shares = {0.6, 0.3, 0.1};
        double before = Double.POSITIVE_INFINITY;
        for (double radius : new double[] {0, 1, 3, 10, 100, 1000}) {
            double evidence = DirichletMixture.logEvidence(counts, shares, 100, 3, radius);
            assertThat(evidence).isLessThanOrEqualTo(before);
            before = evidence;
        }
        assertThat(before).as("counts that are themselves possible").isNegative();
    }

    /** References of 500 rows and current samples of 100, 400 and 2,000, redrawn: P(E >= 20) must not exceed 1/20. */
    @Test
    void aReferenceThatIsASampleDoesNotAlarm() {
        double[] truth = {0.55, 0.25, 0.12, 0.05, 0.02, 0.01};
        int[] above = new int[2];
        int streams = 3000;
        for (int stream = 0; stream < streams; stream++) {
            SplittableRandom random = new SplittableRandom(1000 + stream);
            double[] drawn = sample(truth, 500, random);
            long[] reference = Arrays.stream(drawn).mapToLong(x -> (long) x).toArray();
            double[] shares = DirichletMixture.shares(reference);
            double[] counts = sample(truth, new int[] {100, 400, 2000}[stream % 3], random);
            above[0] += DirichletMixture.logEvidence(counts, shares, 6) >= Math.log(20) ? 1 : 0;
            double radius = DirichletMixture.radius(6, 0.99);
            above[1] += DirichletMixture.logEvidence(counts, shares, 500, 6, radius) >= Math.log(20) ? 1 : 0;
        }
        assertThat(above[0]).as("taken as known it would").isGreaterThan(streams / 20);
        assertThat(above[1]).as("widened").isLessThan(streams / 100);
    }

    private static double[] sample(double[] shares, int n, SplittableRandom random) {
        double[] counts = new double[shares.length];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            int b = 0;
            while (b < shares.length - 1 && u >= shares[b]) {
                u -= shares[b++];
            }
            counts[b]++;
        }
        return counts;
    }

    @Test
    void sharesByHand() {
        assertThat(DirichletMixture.shares(new long[] {9, 0})).containsExactly(0.95, 0.05);
        assertThat(DirichletMixture.shares(new long[] {0, 0})).containsExactly(0.5, 0.5);
    }

    @Test
    void argumentsOutsideTheirRangeAreRefused() {
        double[] counts = {1, 2};
        double[] shares = {0.5, 0.5};
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, new double[] {1}, 2))
                .hasMessageContaining("same number of bins");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(new double[] {1, Double.NaN}, shares, 2))
                .hasMessage("a count must be finite and >= 0, was NaN");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, new double[] {1, 0}, 2))
                .hasMessage("a share must be in (0, 1], was 0.0");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, new double[] {0.5, 0.4}, 2))
                .hasMessage("shares must sum to 1, was 0.9");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, shares, 0))
                .hasMessage("kappa must be finite and > 0, was 0.0");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, shares, 0, 2, 1))
                .hasMessage("nReference must be finite and > 0, was 0.0");
        assertThatThrownBy(() -> DirichletMixture.logEvidence(counts, shares, 10, 2, Double.NaN))
                .hasMessage("radius must be finite and >= 0, was NaN");
        assertThatThrownBy(() -> DirichletMixture.radius(1, 0.9)).hasMessage("bins must be >= 2, was 1");
        assertThatThrownBy(() -> DirichletMixture.radius(2, 1)).hasMessage("level must be in (0, 1), was 1.0");
        assertThatThrownBy(() -> DirichletMixture.shares(new long[0])).hasMessage("counts must have a bin, had none");
    }
}
