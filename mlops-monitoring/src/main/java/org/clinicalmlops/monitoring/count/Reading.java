package org.clinicalmlops.monitoring.count;

import org.clinicalmlops.api.monitor.StateOutput;

/** All counts at one moment; they only grow, so that a stretch of time is the difference of two readings. Immutable. */
public final class Reading {
    final long[] counts;

    /** Takes over the array. */
    Reading(long[] counts) {
        this.counts = counts;
    }

    /** {@link Counters#reading} reads it. */
    public void save(StateOutput out) {
        out.putLongs(counts);
    }
}
