package org.clinicalmlops.monitoring;

import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;

/**
 * What was observed since the monitor was opened, as counts that only grow: a window is the difference of two readings, so that
 * nothing is lost or counted twice between windows. Thread-safe without a lock. A reading taken while a row is being observed
 * may hold a part of it; the rest is in the next.
 */
final class Counters {
    private static final int ROWS = 0;
    private static final int REFUSED = 1;
    private static final int HEADER = 2;

    private final boolean[] categorical;
    private final double[][] edges;
    private final int[] bins;
    private final int[] start; // of each feature: its bins, unseen levels, missing, and the magnitudes of a number
    private final AtomicLongArray counts;

    Counters(Baseline baseline) {
        int features = baseline.schema().size();
        categorical = new boolean[features];
        edges = new double[features][];
        bins = new int[features];
        start = new int[features];
        int next = HEADER;
        for (int f = 0; f < features; f++) {
            FeatureProfile profile = baseline.features().get(f);
            categorical[f] = baseline.schema().feature(f).categorical();
            edges[f] = profile.toEdges();
            bins[f] = profile.bins();
            start[f] = next;
            next += bins[f] + 2 + (categorical[f] ? 0 : Magnitudes.CELLS);
        }
        counts = new AtomicLongArray(next);
    }

    /** Allocates nothing, takes no lock, throws nothing. */
    void observe(double[] values, double risk) {
        boolean noAnswer = risk != risk;
        if (values == null || values.length != bins.length || !noAnswer && !(risk >= 0 && risk <= 1)) {
            counts.getAndIncrement(REFUSED);
            return;
        }
        for (int f = 0; f < bins.length; f++) {
            count(f, values[f]);
        }
        counts.getAndIncrement(ROWS);
    }

    private void count(int f, double x) {
        int first = start[f];
        int n = bins[f];
        if (x != x) {
            counts.getAndIncrement(first + n + 1);
        } else if (categorical[f]) {
            int code = (int) x;
            counts.getAndIncrement(first + (code == x && code >= 0 && code < n ? code : n));
        } else {
            counts.getAndIncrement(first + Bins.of(edges[f], x));
            if (x > 0) {
                counts.getAndIncrement(first + n + 2 + Magnitudes.cell(x));
            }
        }
    }

    void refuse() {
        counts.getAndIncrement(REFUSED);
    }

    long observed() {
        return counts.get(ROWS);
    }

    long refused() {
        return counts.get(REFUSED);
    }

    /** All counts as they are now. */
    long[] read() {
        long[] reading = new long[counts.length()];
        for (int i = 0; i < reading.length; i++) {
            reading[i] = counts.get(i);
        }
        return reading;
    }

    /** Rows between two readings. */
    static long rows(long[] before, long[] after) {
        return after[ROWS] - before[ROWS];
    }

    /** What was seen of a feature between two readings. */
    Tally tally(int feature, long[] before, long[] after) {
        int first = start[feature];
        int n = bins[feature];
        return new Tally(
                difference(before, after, first, n),
                after[first + n] - before[first + n],
                after[first + n + 1] - before[first + n + 1],
                categorical[feature] ? new long[0] : difference(before, after, first + n + 2, Magnitudes.CELLS));
    }

    private static long[] difference(long[] before, long[] after, int from, int length) {
        long[] difference = new long[length];
        for (int i = 0; i < length; i++) {
            difference[i] = after[from + i] - before[from + i];
        }
        return difference;
    }
}
