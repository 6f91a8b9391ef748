package org.clinicalmlops.monitoring.proof;

import java.util.Arrays;
import org.clinicalmlops.metrics.distribution.SortedSample;
import org.clinicalmlops.metrics.distribution.Wasserstein;
import org.clinicalmlops.monitoring.count.Bins;

/**
 * The rules of thumb that most tools ship: a distance between a week's numbers and the reference's, and a fixed limit. No test, no matter
 * how many cases there are. Single-threaded.
 */
final class WindowRule implements Peer {
    /** How far a window is from the reference; both ascending. */
    @FunctionalInterface
    interface Measure {
        double between(double[] reference, double[] window);
    }

    private static final int BINS = 10;
    private static final double EMPTY = 0.0001; // what an empty bin counts as, as is usual

    private final double[] reference;
    private final Measure measure;
    private final double limit;
    private final double[] window;
    private int size;

    /** @param rows of a window */
    WindowRule(double[] reference, Measure measure, double limit, int rows) {
        this.reference = reference.clone();
        Arrays.sort(this.reference);
        this.measure = measure;
        this.limit = limit;
        this.window = new double[rows];
    }

    @Override
    public boolean read(double x) {
        window[size++] = x;
        if (size < window.length) {
            return false;
        }
        size = 0;
        double[] sorted = window.clone();
        Arrays.sort(sorted);
        return measure.between(reference, sorted) >= limit;
    }

    /** Population stability index in ten bins of the quantiles of both samples together. */
    static double psi(double[] reference, double[] window) {
        double[] pooled = merged(reference, window);
        double[] edges = new double[BINS - 1];
        for (int k = 1; k < BINS; k++) {
            edges[k - 1] = pooled[(int) ((long) k * pooled.length / BINS)];
        }
        double[] p = shares(reference, edges);
        double[] q = shares(window, edges);
        double psi = 0;
        for (int b = 0; b < BINS; b++) {
            psi += (q[b] - p[b]) * Math.log(q[b] / p[b]);
        }
        return psi;
    }

    private static double[] merged(double[] a, double[] b) {
        double[] all = new double[a.length + b.length];
        int i = 0;
        int j = 0;
        while (i + j < all.length) {
            if (j == b.length || i < a.length && a[i] <= b[j]) {
                all[i + j] = a[i++];
            } else {
                all[i + j] = b[j++];
            }
        }
        return all;
    }

    private static double[] shares(double[] values, double[] edges) {
        double[] shares = new double[BINS];
        for (double x : values) {
            shares[Bins.of(edges, x)] += 1.0 / values.length;
        }
        for (int b = 0; b < BINS; b++) {
            shares[b] = Math.max(EMPTY, shares[b]);
        }
        return shares;
    }

    /** Wasserstein distance in standard deviations of the reference. */
    static double wasserstein(double[] reference, double[] window) {
        return Wasserstein.scaled(SortedSample.of(reference), SortedSample.of(window))
                .fold(measured -> measured.value(), not -> 0.0);
    }
}
