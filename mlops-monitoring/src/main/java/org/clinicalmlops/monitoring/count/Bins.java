package org.clinicalmlops.monitoring.count;

/** Finds the bin of a number. */
public final class Bins {
    private Bins() {}

    /** How many edges are at or below {@code x}; O(log edges), allocates nothing. NaN is at no edge: the caller leaves it out. */
    public static int of(double[] edges, double x) {
        int at = 0;
        int length = edges.length;
        while (length > 0) {
            int half = (length + 1) >>> 1;
            at += edges[at + half - 1] <= x ? half : 0;
            length -= half;
        }
        return at;
    }
}
