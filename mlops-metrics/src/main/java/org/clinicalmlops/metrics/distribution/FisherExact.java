package org.clinicalmlops.metrics.distribution;

/** Fisher's exact test of a two by two table, two-sided. Pure functions of counts. */
public final class FisherExact {
    /** Tables that are as probable as the seen one up to rounding count as equally probable; the same as in R. */
    private static final double SAME = 1 + 1e-7;

    private FisherExact() {}

    /**
     * Probability, given the margins, of a table no more probable than the seen one. By ratios of neighbouring tables from the most
     * probable one on, so that no logarithm of a factorial loses precision; O(smallest margin).
     *
     * @param hitsA in group A, {@code >= 0}
     * @param n cases in group A, {@code >= hitsA}
     * @param hitsB in group B, {@code >= 0}
     * @param m cases in group B, {@code >= hitsB}
     * @return in (0, 1], or 0 where the probability is below what a {@code double} holds
     * @throws IllegalArgumentException if a count is negative, hits are more than cases, or the cases are more than 10^15
     */
    public static double pValue(long hitsA, long n, long hitsB, long m) {
        check("hitsA", hitsA, "n", n);
        check("hitsB", hitsB, "m", m);
        long hits = hitsA + hitsB;
        long low = Math.max(0, hits - m);
        long high = Math.min(hits, n);
        long mode = Math.max(low, Math.min(high, (long) ((hits + 1.0) * (n + 1.0) / (n + m + 2.0))));
        double seen = weight(mode, hitsA, hits, n, m);
        double total = 0;
        double asRare = 0;
        double weight = 1;
        for (long k = mode; k <= high && weight > 0; k++) {
            total += weight;
            asRare += weight <= seen * SAME ? weight : 0;
            weight *= up(k, hits, n, m);
        }
        weight = mode > low ? 1 / up(mode - 1, hits, n, m) : 0;
        for (long k = mode - 1; k >= low && weight > 0; k--) {
            total += weight;
            asRare += weight <= seen * SAME ? weight : 0;
            weight = k > low ? weight / up(k - 1, hits, n, m) : 0;
        }
        return Math.min(1, asRare / total);
    }

    private static void check(String hitsName, long hits, String name, long n) {
        if (n > 500_000_000_000_000L) {
            throw new IllegalArgumentException(name + " must be <= 5 10^14, was " + n);
        }
        if (hits < 0 || hits > n) {
            throw new IllegalArgumentException(
                    hitsName + " must be in [0, " + name + "] with " + name + " " + n + ", was " + hits);
        }
    }

    /** Probability of {@code k} hits in group A relative to {@code mode} hits. */
    private static double weight(long mode, long k, long hits, long n, long m) {
        double weight = 1;
        for (long i = mode; i < k; i++) {
            weight *= up(i, hits, n, m);
        }
        for (long i = mode; i > k; i--) {
            weight /= up(i - 1, hits, n, m);
        }
        return weight;
    }

    /** Probability of {@code k + 1} hits in group A over that of {@code k}. */
    private static double up(long k, long hits, long n, long m) {
        return ((double) (n - k) / (k + 1)) * ((double) (hits - k) / (m - hits + k + 1));
    }
}
