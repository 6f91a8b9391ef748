package org.clinicalmlops.monitoring.count;

import java.util.Arrays;

/** All counts at one moment; they only grow, so that a stretch of time is the difference of two readings. Immutable. */
public final class Reading {
    final long[] counts;

    /** Takes over the array. */
    Reading(long[] counts) {
        this.counts = counts;
    }

    /** What this has more than another; the other, if that is taken off once more. */
    public Reading minus(Reading other) {
        long[] difference = counts.clone();
        Arrays.setAll(difference, i -> counts[i] - other.counts[i]);
        return new Reading(difference);
    }
}
