package org.clinicalmlops.monitoring.count;

/** All counts at one moment; they only grow, so that a stretch of time is the difference of two readings. Immutable. */
public final class Reading {
    final long[] counts;

    /** Takes over the array. */
    Reading(long[] counts) {
        this.counts = counts;
    }
}
