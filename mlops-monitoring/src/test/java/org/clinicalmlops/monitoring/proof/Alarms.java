package org.clinicalmlops.monitoring.proof;

import java.util.List;

/** Alarms of many independent streams, each a number for every slot. */
final class Alarms {
    private final List<long[]> streams;

    Alarms(List<long[]> streams) {
        this.streams = streams;
    }

    int streams() {
        return streams.size();
    }

    /** Mean number of alarms of a stream. */
    double mean(int slot) {
        return streams.stream().mapToLong(s -> s[slot]).average().orElse(0);
    }

    /** What the mean is at least, at the confidence of {@link Bounds}. */
    double atLeast(int slot) {
        return Bounds.ofMean(streams.stream().mapToLong(s -> s[slot]).toArray());
    }
}
