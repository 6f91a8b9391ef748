package org.clinicalmlops.metrics.distribution;

import java.util.Objects;
import org.clinicalmlops.metrics.internal.ChiSquare;

/**
 * Distances of two distributions over the same bins or levels, from counts. All are 0 for equal shares, symmetric, and without smoothing.
 * By chance alone they are above 0, the more so the fewer cases and the more bins there are; {@link Psi#test} and {@link Homogeneity}
 * tell whether there is a difference. Pure functions: arrays are only read. Cost: O(bins).
 */
public final class CountDistances {
    private CountDistances() {}

    /**
     * Jensen-Shannon distance: the root of the divergence with logarithms to the base 2 (Lin 1991; Endres and Schindelin 2003).
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return in [0, 1], 1 if no bin has cases of both; not measured if a sample is empty
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public static Distance jensenShannon(long[] reference, long[] current) {
        return measured(reference, current, (p, q) -> {
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                // both terms of a bin at once: by the gap of the shares, of which equal ones have none
                double gap = p[i] + q[i] > 0 ? (p[i] - q[i]) / (p[i] + q[i]) : 0;
                sum += (p[i] + q[i]) / 2 * (entropyGap(gap) + entropyGap(-gap)) / 2;
            }
            return Math.min(1, Math.sqrt(Math.max(0, sum / Math.log(2))));
        });
    }

    /** {@code (1 + x) ln(1 + x)}, 0 at -1. */
    private static double entropyGap(double x) {
        return x <= -1 ? 0 : (1 + x) * Math.log1p(x);
    }

    /**
     * Hellinger distance, {@code sqrt(sum (sqrt p - sqrt q)^2 / 2)}.
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return in [0, 1], 1 if no bin has cases of both; not measured if a sample is empty
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public static Distance hellinger(long[] reference, long[] current) {
        return measured(reference, current, (p, q) -> {
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                double gap = Math.sqrt(p[i]) - Math.sqrt(q[i]);
                sum += gap * gap;
            }
            return Math.min(1, Math.sqrt(sum / 2));
        });
    }

    /**
     * Total variation distance, {@code sum |p - q| / 2}: the share of cases that would have to be in another bin.
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return in [0, 1], 1 if no bin has cases of both; not measured if a sample is empty
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public static Distance totalVariation(long[] reference, long[] current) {
        return measured(reference, current, (p, q) -> {
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                sum += Math.abs(p[i] - q[i]);
            }
            return Math.min(1, sum / 2);
        });
    }

    /**
     * Largest gap of two shares of one bin, {@code max |p - q|} (L-infinity).
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return in [0, 1]; not measured if a sample is empty
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public static Distance largestGap(long[] reference, long[] current) {
        return measured(reference, current, (p, q) -> {
            double largest = 0;
            for (int i = 0; i < p.length; i++) {
                largest = Math.max(largest, Math.abs(p[i] - q[i]));
            }
            return largest;
        });
    }

    /**
     * Population stability index in nats, {@code sum (q - p) ln(q / p)}. A bin without a case in both samples adds nothing.
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return {@code >= 0}; not measured if a sample is empty, or if a bin is empty in one sample only, where the index is infinite:
     *     {@link Psi#test} pools and smooths
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public static Distance psi(long[] reference, long[] current) {
        Psi.check(reference, current);
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] == 0 != (current[i] == 0)) {
                return new Distance.NotMeasured(
                        "bin " + i + " is empty in one sample only, the index is infinite",
                        ChiSquare.sum(reference),
                        ChiSquare.sum(current));
            }
        }
        return measured(reference, current, (p, q) -> {
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                sum += p[i] > 0 ? (q[i] - p[i]) * Math.log(q[i] / p[i]) : 0;
            }
            return Math.max(0, sum);
        });
    }

    private interface OfShares {
        double between(double[] p, double[] q);
    }

    private static Distance measured(long[] reference, long[] current, OfShares distance) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(current, "current");
        Psi.check(reference, current);
        long n = ChiSquare.sum(reference);
        long m = ChiSquare.sum(current);
        if (n == 0 || m == 0) {
            return new Distance.NotMeasured("there are " + n + " reference and " + m + " current cases", n, m);
        }
        return new Distance.Measured(distance.between(shares(reference, n), shares(current, m)), n, m);
    }

    private static double[] shares(long[] counts, long n) {
        double[] shares = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            shares[i] = (double) counts[i] / n;
        }
        return shares;
    }
}
