package org.clinicalmlops.metrics.samplesize;

import java.util.Objects;
import java.util.OptionalLong;
import org.clinicalmlops.metrics.distribution.Proportions;
import org.clinicalmlops.metrics.internal.ChiSquare;

/**
 * How probable it is that the chi-square test of homogeneity finds a given change of shares, and how many current cases that takes. By
 * the noncentral chi-square distribution (Cohen 1988, chapter 7), with the reference taken for the sample that it is. Pure functions.
 */
public final class DriftPower {
    private DriftPower() {}

    /**
     * Power of the test. An approximation that holds where Cochran's rule does: at least 1 case expected in every bin of either sample,
     * and 5 in four fifths of them.
     *
     * @param reference shares of the bins before the change, each {@code >= 0}, together 1 (to 1e-9)
     * @param current shares after it, in the same bins
     * @param nReference cases in the reference, {@code >= 1}
     * @param nCurrent cases in the current sample, {@code >= 1}
     * @param alpha probability of a false alarm, in (0, 1)
     * @return probability that the test finds a difference, in [alpha, 1]; alpha if the shares are the same
     * @throws IllegalArgumentException if an argument is outside its range, or fewer than two bins have a share above 0
     */
    public static double power(double[] reference, double[] current, long nReference, long nCurrent, double alpha) {
        int degreesOfFreedom = check(reference, current, nReference, alpha) - 1;
        if (nCurrent < 1) {
            throw new IllegalArgumentException("nCurrent must be >= 1, was " + nCurrent);
        }
        return power(noncentrality(reference, current, nReference, nCurrent), degreesOfFreedom, alpha);
    }

    /**
     * The fewest current cases with which the test has this power and Cochran's rule holds.
     *
     * @param reference shares of the bins before the change, each {@code >= 0}, together 1 (to 1e-9)
     * @param current shares after it, in the same bins
     * @param nReference cases in the reference, {@code >= 1}
     * @param alpha probability of a false alarm, in (0, 1)
     * @param power wanted, in (alpha, 1)
     * @return {@code >= 1}; empty if a billion current cases do not suffice, since the shares are the same or nearly so, or the
     *     reference is too small
     * @throws IllegalArgumentException if an argument is outside its range, or fewer than two bins have a share above 0
     */
    public static OptionalLong neededCases(
            double[] reference, double[] current, long nReference, double alpha, double power) {
        int degreesOfFreedom = check(reference, current, nReference, alpha) - 1;
        if (!(power > alpha && power < 1)) {
            throw new IllegalArgumentException("power must be in (alpha, 1) with alpha " + alpha + ", was " + power);
        }
        long low = 0;
        long high = 1_000_000_000L;
        if (!suffices(reference, current, nReference, high, alpha, power)) {
            return OptionalLong.empty();
        }
        while (high - low > 1) { // power and expected current cases grow with the cases
            long middle = (low + high) / 2;
            if (suffices(reference, current, nReference, middle, alpha, power)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return expected(reference, current, nReference, high, nReference)
                ? OptionalLong.of(high)
                : OptionalLong.empty();
    }

    private static boolean suffices(double[] p, double[] q, long n, long m, double alpha, double power) {
        return expected(p, q, n, m, m) && power(p, q, n, m, alpha) >= power;
    }

    /** Cochran's rule for a row of the table: 1 case expected in every bin, and 5 in four fifths of them. */
    private static boolean expected(double[] p, double[] q, double n, double m, double row) {
        int bins = 0;
        int small = 0;
        for (int i = 0; i < p.length; i++) {
            double expected = row * (n * p[i] + m * q[i]) / (n + m);
            if (p[i] + q[i] > 0 && expected < 1) {
                return false;
            }
            bins += p[i] + q[i] > 0 ? 1 : 0;
            small += p[i] + q[i] > 0 && expected < Proportions.SMALLEST_EXPECTED ? 1 : 0;
        }
        return 5 * small <= bins;
    }

    private static double power(double noncentrality, int degreesOfFreedom, double alpha) {
        double critical = ChiSquare.critical(alpha, degreesOfFreedom);
        return Math.max(alpha, NoncentralChiSquare.upperTail(critical, degreesOfFreedom, Math.min(1e9, noncentrality)));
    }

    /** {@code n m / (n + m) sum (p - q)^2 / mean share}, the statistic of the expected counts. */
    private static double noncentrality(double[] p, double[] q, double n, double m) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double mean = (n * p[i] + m * q[i]) / (n + m);
            sum += mean > 0 ? (p[i] - q[i]) * (p[i] - q[i]) / mean : 0;
        }
        return n / (n + m) * m * sum;
    }

    /** Bins that have a share. */
    private static int check(double[] reference, double[] current, long nReference, double alpha) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(current, "current");
        if (reference.length != current.length) {
            throw new IllegalArgumentException(
                    "reference and current must be of one length, were " + reference.length + " and " + current.length);
        }
        checkShares("reference", reference);
        checkShares("current", current);
        if (nReference < 1) {
            throw new IllegalArgumentException("nReference must be >= 1, was " + nReference);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        int bins = 0;
        for (int i = 0; i < reference.length; i++) {
            bins += reference[i] + current[i] > 0 ? 1 : 0;
        }
        if (bins < 2) {
            throw new IllegalArgumentException("bins with a share above 0 must be >= 2, were " + bins);
        }
        return bins;
    }

    private static void checkShares(String name, double[] shares) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            if (!(shares[i] >= 0 && shares[i] <= 1)) {
                throw new IllegalArgumentException(name + "[" + i + "] must be in [0, 1], was " + shares[i]);
            }
            sum += shares[i];
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw new IllegalArgumentException(name + " must add up to 1, did to " + sum);
        }
    }
}
