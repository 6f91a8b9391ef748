package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.clinicalmlops.metrics.internal.ChiSquare;

/**
 * Comparison of two distributions from counts by the population stability index, judged by how many cases there are: fixed limits
 * such as 0.1 alarm at random on a week of 80 cases and are blind on 50,000. Pure functions: arrays are only read.
 */
public final class Psi {
    /** Formula of three bins or more: the index against its chi-square limit. */
    public static final String CHI_SQUARE = "psi-chi-square";

    /** Formula of two bins: Fisher's exact test. */
    public static final String EXACT = "psi-fisher-exact";

    /** Current cases that must be expected in a bin, or it is pooled (the rule of Cochran 1954 for chi-square). */
    public static final double EXPECTED_IN_A_BIN = 5;

    private Psi() {}

    /** {@link #test(long[], long[], Pooling, double)} for bins in an order. */
    public static PsiTest test(long[] reference, long[] current, double alpha) {
        return test(reference, current, Pooling.NEIGHBOURS, alpha);
    }

    /**
     * Tests whether both samples come from one distribution. Without a difference the index is about
     * {@code (1/n + 1/m) chi2} with {@code bins - 1} degrees of freedom (Yurdakul and Naranjo 2020), since the reference is a sample too.
     *
     * <p>First, before the current counts are looked at, bins in which fewer than {@link #EXPECTED_IN_A_BIN} of the current cases
     * are expected are pooled. Shares are smoothed, {@code (c + 0.5) / (n + 0.5 bins)}, so that an empty bin is not infinite. Two
     * bins left are judged by Fisher's exact test. Levels that the reference never saw would vanish in the pool: count them
     * apart and compare them by {@link Proportions#differ}.
     *
     * <p>Simulated false alarms without a difference (deciles and three lists of shares, 300 and 5,000 reference cases, 50 to 1,000
     * current cases): at alpha 0.01 from 0.007 to 0.012, at 0.001 from 0.0007 to 0.0016, at 0.0005 from 0.0003 to 0.001; at 0.0001
     * up to 0.0006, so that an alpha below 0.0005 is not kept.
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @param pooling what becomes of small bins
     * @param alpha probability of a false alarm in this one test, in (0, 1)
     * @return not compared if fewer than two bins are left, thus also if a sample is empty
     * @throws IllegalArgumentException if lengths differ, a count is negative or {@code alpha} outside (0, 1)
     */
    public static PsiTest test(long[] reference, long[] current, Pooling pooling, double alpha) {
        check(reference, current);
        Objects.requireNonNull(pooling, "pooling");
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        long n = ChiSquare.sum(reference);
        long m = ChiSquare.sum(current);
        if (n == 0 || m == 0) {
            return new PsiTest.NotCompared("there are " + n + " reference and " + m + " current cases", n, m);
        }
        double[] expected =
                Arrays.stream(reference).mapToDouble(c -> c * (double) m / n).toArray();
        List<int[]> groups = pooling.groups(expected, EXPECTED_IN_A_BIN);
        if (groups.size() < 2) {
            return new PsiTest.NotCompared(
                    "fewer than two bins are left in which " + (int) EXPECTED_IN_A_BIN + " of " + m
                            + " current cases are expected",
                    n,
                    m);
        }
        return compare(Pooling.pool(reference, groups), Pooling.pool(current, groups), n, m, alpha);
    }

    /**
     * The index from which on {@link #test} finds a difference between samples of these sizes, {@code (1/n + 1/m) chi2}: at 100
     * current cases of ten bins it is far above the usual 0.1, at 50,000 far below.
     *
     * @param nReference cases in the reference, {@code >= 1}
     * @param nCurrent cases in the current sample, {@code >= 1}
     * @param bins after pooling, {@code >= 2}
     * @param alpha probability of a false alarm in this one test, in (0, 1)
     * @return in nats, above 0
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double critical(long nReference, long nCurrent, int bins, double alpha) {
        if (nReference < 1 || nCurrent < 1) {
            throw new IllegalArgumentException(
                    "nReference and nCurrent must be >= 1, were " + nReference + " and " + nCurrent);
        }
        if (bins < 2) {
            throw new IllegalArgumentException("bins must be >= 2, was " + bins);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        return (1.0 / nReference + 1.0 / nCurrent) * ChiSquare.critical(alpha, bins - 1);
    }

    private static PsiTest compare(long[] reference, long[] current, long n, long m, double alpha) {
        int bins = reference.length;
        double psi = psi(smoothed(reference, n), smoothed(current, m));
        double unit = 1.0 / n + 1.0 / m;
        double adjusted = Math.max(0, psi - (bins - 1) * unit);
        if (bins == 2) {
            double p = FisherExact.pValue(reference[0], n, current[0], m);
            return new PsiTest.Compared(psi, adjusted, OptionalDouble.empty(), p, p <= alpha, bins, n, m, alpha, EXACT);
        }
        double critical = critical(n, m, bins, alpha);
        return new PsiTest.Compared(
                psi,
                adjusted,
                OptionalDouble.of(critical),
                ChiSquare.upperTail(psi / unit, bins - 1),
                psi >= critical,
                bins,
                n,
                m,
                alpha,
                CHI_SQUARE);
    }

    /** The index of two lists of shares, in nats: {@code sum (q - p) ln(q / p)}; 0 for equal ones, and symmetric. */
    static double psi(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += (q[i] - p[i]) * Math.log(q[i] / p[i]);
        }
        return sum;
    }

    private static double[] smoothed(long[] counts, long n) {
        return Arrays.stream(counts)
                .mapToDouble(c -> (c + 0.5) / (n + 0.5 * counts.length))
                .toArray();
    }

    static void check(long[] reference, long[] current) {
        if (reference.length != current.length) {
            throw new IllegalArgumentException(
                    "reference and current must be of one length, were " + reference.length + " and " + current.length);
        }
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] < 0 || current[i] < 0) {
                throw new IllegalArgumentException(
                        "counts must be >= 0, in bin " + i + " were " + reference[i] + " and " + current[i]);
            }
        }
    }
}
