package org.clinicalmlops.benchmarks;

import java.util.Arrays;

/** How long each of some calls took, in nanoseconds: all of them, in order of size. */
final class Latencies {
    private final long[] sorted;

    /** @param nanos at least one; copied */
    Latencies(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was timed");
        }
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /**
     * The smallest time that at least this share of the calls did not exceed (nearest rank), in microseconds.
     *
     * @param share above 0, at most 1
     */
    double micros(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / 1e3;
    }
}
