package org.clinicalmlops.metrics.internal;

/** Where a value stands among sorted ones. */
public final class Placement {
    private Placement() {}

    /** Values lower than {@code x}, plus one half for each equal one. */
    public static double of(double[] sorted, double x) {
        return (first(sorted, x, false) + first(sorted, x, true)) / 2.0;
    }

    /** Position of the first value {@code >= x}, or {@code > x} if {@code above}. */
    private static int first(double[] sorted, double x, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x || above && sorted[middle] == x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
