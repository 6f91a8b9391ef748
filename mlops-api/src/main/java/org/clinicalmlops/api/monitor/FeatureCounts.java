package org.clinicalmlops.api.monitor;

import java.util.Arrays;

/**
 * What was seen of one feature in a stretch of time: rows in each bin of its profile, unknown categories, missing values, and how
 * large positive numbers were. Whole numbers, so that {@link #plus} adds up exactly in any order. Immutable.
 */
public final class FeatureCounts {
    private final long[] bins;
    private final long unseenLevels;
    private final long missing;
    private final long[] magnitudes;

    private FeatureCounts(long[] bins, long unseenLevels, long missing, long[] magnitudes) {
        this.bins = bins;
        this.unseenLevels = unseenLevels;
        this.missing = missing;
        this.magnitudes = magnitudes;
    }

    /**
     * @param bins rows in each bin, {@code >= 0}; copied
     * @param unseenLevels rows with a category that the baseline does not know
     * @param missing rows without a value
     * @param magnitudes positive numbers in each cell of {@link Magnitudes}; none for a category or where they are not counted; copied
     */
    public static FeatureCounts of(long[] bins, long unseenLevels, long missing, long[] magnitudes) {
        boolean negative = unseenLevels < 0
                || missing < 0
                || Arrays.stream(bins).anyMatch(n -> n < 0)
                || Arrays.stream(magnitudes).anyMatch(n -> n < 0);
        if (negative) {
            throw new IllegalArgumentException("counts must be >= 0");
        }
        return new FeatureCounts(bins.clone(), unseenLevels, missing, magnitudes.clone());
    }

    /** Both stretches together; they are of the same feature. */
    public FeatureCounts plus(FeatureCounts other) {
        return new FeatureCounts(
                sum(bins, other.bins),
                unseenLevels + other.unseenLevels,
                missing + other.missing,
                sum(magnitudes, other.magnitudes));
    }

    private static long[] sum(long[] a, long[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "counts must be of the same cells, were " + a.length + " and " + b.length);
        }
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Number of bins. */
    public int bins() {
        return bins.length;
    }

    public long bin(int i) {
        return bins[i];
    }

    /** A copy of the rows in each bin. */
    public long[] toBins() {
        return bins.clone();
    }

    /** Rows with a category that the baseline does not know. */
    public long unseenLevels() {
        return unseenLevels;
    }

    /** Rows without a value. */
    public long missing() {
        return missing;
    }

    /** Rows with a value, also with an unknown category. */
    public long present() {
        return Arrays.stream(bins).sum() + unseenLevels;
    }

    public long rows() {
        return present() + missing;
    }

    /** Positive numbers in a cell of {@link Magnitudes}. */
    public long magnitude(int cell) {
        return magnitudes[cell];
    }

    /** Whether magnitudes are counted: of a number, over all groups. */
    public boolean hasMagnitudes() {
        return magnitudes.length > 0;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FeatureCounts c
                && unseenLevels == c.unseenLevels
                && missing == c.missing
                && Arrays.equals(bins, c.bins)
                && Arrays.equals(magnitudes, c.magnitudes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bins);
    }

    @Override
    public String toString() {
        return present() + " with a value, " + missing + " without";
    }
}
