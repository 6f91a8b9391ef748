package org.clinicalmlops.metrics.distribution;

import org.clinicalmlops.metrics.internal.ChiSquare;

/** Comparison of two shares, for example of rows without a value. Pure functions of counts. */
public final class Proportions {
    /** Smallest expected count for which the chi-square distribution is used (Cochran 1954). */
    public static final double SMALLEST_EXPECTED = 5;

    private Proportions() {}

    /**
     * How probable a difference like this one, or a rarer one, is if both shares are one: the two-sided p-value of a test of
     * homogeneity, which takes the reference for what it is, a sample too. Fisher's exact test if an expected count is below 5,
     * otherwise Pearson's chi-square without continuity correction.
     *
     * @param hitsReference rows with the property in the reference, in [0, {@code nReference}]
     * @param nReference rows in the reference, {@code >= 1}
     * @param hitsCurrent rows with the property in the current sample, in [0, {@code nCurrent}]
     * @param nCurrent rows in the current sample, {@code >= 1}
     * @return in [0, 1]; 1 if no row or every row has the property
     * @throws IllegalArgumentException if a count is outside its range
     */
    public static double differ(long hitsReference, long nReference, long hitsCurrent, long nCurrent) {
        check("hitsReference", hitsReference, "nReference", nReference);
        check("hitsCurrent", hitsCurrent, "nCurrent", nCurrent);
        double hits = (double) hitsReference + hitsCurrent;
        double all = (double) nReference + nCurrent;
        double smallestExpected = Math.min(hits, all - hits) * (Math.min(nReference, nCurrent) / all);
        if (smallestExpected < SMALLEST_EXPECTED) {
            return FisherExact.pValue(hitsReference, nReference, hitsCurrent, nCurrent);
        }
        return ChiSquare.upperTail(
                ChiSquare.homogeneity(
                        new long[] {hitsReference, nReference - hitsReference},
                        new long[] {hitsCurrent, nCurrent - hitsCurrent}),
                1);
    }

    private static void check(String hitsName, long hits, String name, long n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, was " + n);
        }
        if (hits < 0 || hits > n) {
            throw new IllegalArgumentException(hitsName + " must be in [0, " + n + "], was " + hits);
        }
    }
}
