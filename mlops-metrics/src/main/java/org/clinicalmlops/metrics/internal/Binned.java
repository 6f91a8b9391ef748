package org.clinicalmlops.metrics.internal;

import java.util.Arrays;

/** Risks and outcomes summed by bins; empty bins are left out. */
public final class Binned {
    private final int[] cases;
    private final double[] expected;
    private final int[] events;

    /** The bin of each case. */
    private final int[] of;

    private Binned(int[] of, int bins, double[] risks, boolean[] happened) {
        int[] counts = new int[bins];
        for (int bin : of) {
            counts[bin]++;
        }
        int[] renumbered = new int[bins];
        int filled = 0;
        for (int bin = 0; bin < bins; bin++) {
            renumbered[bin] = filled;
            filled += counts[bin] > 0 ? 1 : 0;
        }
        this.of = of;
        cases = new int[filled];
        expected = new double[filled];
        events = new int[filled];
        for (int i = 0; i < of.length; i++) {
            int bin = renumbered[of[i]];
            of[i] = bin;
            cases[bin]++;
            expected[bin] += risks[i];
            events[bin] += happened[i] ? 1 : 0;
        }
    }

    public static void check(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be >= 1, was " + bins);
        }
    }

    /** Bins of one width for checked cases, at least one. O(n log bins). */
    public static Binned equalWidth(double[] risks, boolean[] happened, int bins) {
        return of(risks, happened, equalWidth(bins), bins);
    }

    /** Bins of as many cases each, as far as ties allow, for checked cases, at least one. O(n log n). */
    public static Binned equalMass(double[] risks, boolean[] happened, int bins) {
        return of(risks, happened, quantiles(risks, bins), bins);
    }

    private static Binned of(double[] risks, boolean[] happened, double[] upper, int bins) {
        int[] of = new int[risks.length];
        for (int i = 0; i < of.length; i++) {
            int found = Arrays.binarySearch(upper, risks[i] + 0.0);
            of[i] = Math.min(found >= 0 ? found : -found - 1, bins - 1);
        }
        return new Binned(of, bins, risks, happened);
    }

    /** One bin for each distinct risk. */
    public static Binned byRisk(double[] risks, boolean[] happened) {
        double[] distinct =
                Arrays.stream(risks).map(r -> r + 0.0).sorted().distinct().toArray();
        int[] of = new int[risks.length];
        for (int i = 0; i < of.length; i++) {
            of[i] = Arrays.binarySearch(distinct, risks[i] + 0.0);
        }
        return new Binned(of, distinct.length, risks, happened);
    }

    public int size() {
        return cases.length;
    }

    public int cases(int bin) {
        return cases[bin];
    }

    /** Sum of the risks of a bin. */
    public double expected(int bin) {
        return expected[bin];
    }

    public int events(int bin) {
        return events[bin];
    }

    public int binOf(int i) {
        return of[i];
    }

    /** The risks of the cases of each bin. */
    public double[][] risksByBin(double[] risks) {
        double[][] members = new double[cases.length][];
        for (int bin = 0; bin < members.length; bin++) {
            members[bin] = new double[cases[bin]];
        }
        int[] filled = new int[cases.length];
        for (int i = 0; i < risks.length; i++) {
            members[of[i]][filled[of[i]]++] = risks[i];
        }
        return members;
    }

    private static double[] equalWidth(int bins) {
        double[] upper = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            upper[bin] = (bin + 1.0) / bins;
        }
        return upper;
    }

    /** Upper edges, equal ones once. The position is a whole number wherever its value is, so that no edge misses its case. */
    private static double[] quantiles(double[] risks, int bins) {
        double[] sorted = Arrays.stream(risks).map(r -> r + 0.0).sorted().toArray();
        double[] upper = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            upper[bin] = quantile(sorted, bin + 1L, bins);
        }
        return Arrays.stream(upper).distinct().toArray();
    }

    /** Type 7 quantile at {@code part / parts}. */
    public static double quantile(double[] sorted, long part, long parts) {
        long scaled = part * (sorted.length - 1L);
        int below = (int) (scaled / parts);
        long rest = scaled % parts;
        return rest == 0
                ? sorted[below]
                : sorted[below] + (sorted[below + 1] - sorted[below]) * ((double) rest / parts);
    }
}
