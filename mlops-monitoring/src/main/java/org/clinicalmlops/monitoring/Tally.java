package org.clinicalmlops.monitoring;

/** What was seen of one feature in a stretch of time. Immutable; adds up exactly. */
final class Tally {
    private final long[] bins;
    private final long unseenLevels;
    private final long missing;
    private final long[] magnitudes;

    /** Takes over the arrays. */
    Tally(long[] bins, long unseenLevels, long missing, long[] magnitudes) {
        this.bins = bins;
        this.unseenLevels = unseenLevels;
        this.missing = missing;
        this.magnitudes = magnitudes;
    }

    Tally plus(Tally other) {
        return new Tally(
                sum(bins, other.bins),
                unseenLevels + other.unseenLevels,
                missing + other.missing,
                sum(magnitudes, other.magnitudes));
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    long bin(int i) {
        return bins[i];
    }

    /** Categories that the baseline does not know. */
    long unseenLevels() {
        return unseenLevels;
    }

    long missing() {
        return missing;
    }

    /** Rows with a value, also with an unseen one. */
    long present() {
        long sum = unseenLevels;
        for (long count : bins) {
            sum += count;
        }
        return sum;
    }

    long rows() {
        return present() + missing;
    }

    /** Positive numbers in a cell of {@link Magnitudes}. */
    long magnitude(int cell) {
        return magnitudes[cell];
    }

    /** Whether magnitudes are kept: of a number. */
    boolean hasMagnitudes() {
        return magnitudes.length > 0;
    }
}
