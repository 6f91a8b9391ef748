package org.clinicalmlops.metrics.distribution;

import java.util.List;
import java.util.Objects;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Anderson-Darling test of several samples, which weighs the tails more than {@link KolmogorovSmirnov} does. With midranks, thus for tied
 * values (Scholz and Stephens 1987, formula 7). The p-value is found by exchanging cases: the published table ends at 0.25 and 0.001.
 * Pure functions.
 */
public final class AndersonDarling {
    /** Cases of all samples together that the variance of the statistic needs (its divisor is (N - 1)(N - 2)(N - 3)). */
    public static final int SMALLEST_N = 4;

    private AndersonDarling() {}

    /** {@link #test(List, int, long)} of two samples. */
    public static HypothesisTest test(SortedSample reference, SortedSample current, int permutations, long seed) {
        return test(List.of(reference, current), permutations, seed);
    }

    /**
     * Tests whether all samples come from one distribution. Cost: O(k N permutations) for k samples of N cases.
     *
     * @param samples two or more
     * @param permutations exchanges drawn, {@code >= 1}; if there are no more different ones, all are made and the p-value is exact
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return formula {@code "anderson-darling-permutation"} or {@code "anderson-darling-exact"}; the statistic is standardized, with
     *     mean about 0 and variance about 1 without a difference; not tested if a sample is empty, there are fewer than
     *     {@link #SMALLEST_N} cases, or all values are the same
     * @throws IllegalArgumentException if there are fewer than two samples, {@code permutations < 1}, or more than 10^8 cases
     */
    public static HypothesisTest test(List<SortedSample> samples, int permutations, long seed) {
        Objects.requireNonNull(samples, "samples");
        Permutations.check(permutations);
        if (samples.size() < 2) {
            throw new IllegalArgumentException("samples must be two or more, were " + samples.size());
        }
        Pooled pooled = Pooled.of(samples.toArray(SortedSample[]::new));
        for (int s = 0; s < pooled.sizes.length; s++) {
            if (pooled.sizes[s] == 0) {
                return new HypothesisTest.NotTested("sample " + s + " is empty", pooled.n);
            }
        }
        if (pooled.n < SMALLEST_N) {
            return new HypothesisTest.NotTested(
                    "there are " + pooled.n + " cases, " + SMALLEST_N + " are needed", pooled.n);
        }
        if (pooled.values.length < 2) {
            return new HypothesisTest.NotTested("all values are the same", pooled.n);
        }
        int[] labels = pooled.labels();
        int[] ends = pooled.ends();
        double raw = raw(labels, ends, pooled.sizes);
        double standardized = (raw - (pooled.sizes.length - 1)) / Math.sqrt(variance(pooled.sizes, (int) pooled.n));
        return Permutations.test(
                "anderson-darling",
                standardized,
                labels,
                exchanged -> raw(exchanged, ends, pooled.sizes),
                permutations,
                seed);
    }

    private static double raw(int[] labels, int[] ends, long[] sizes) {
        double n = labels.length;
        long[] before = new long[sizes.length];
        long[] here = new long[sizes.length];
        double sum = 0;
        int position = 0;
        for (int end : ends) {
            double tied = end - position;
            double middle = position + tied / 2;
            for (; position < end; position++) {
                here[labels[position]]++;
            }
            double weight = tied / (n * (middle * (n - middle) - n * tied / 4));
            for (int s = 0; s < sizes.length; s++) {
                double gap = n * (before[s] + here[s] / 2.0) - middle * sizes[s];
                sum += weight * gap * gap / sizes[s];
                before[s] += here[s];
                here[s] = 0;
            }
        }
        return (n - 1) / n * sum;
    }

    /** Variance of the raw statistic without a difference (Scholz and Stephens 1987, formula 4). */
    private static double variance(long[] sizes, int n) {
        double k = sizes.length;
        double inverse = 0;
        for (long size : sizes) {
            inverse += 1.0 / size;
        }
        double h = 0; // the sum of 1 / i, 0 < i < n
        double g = 0; // the sum of 1 / ((n - i) j), 0 < i < j < n
        for (int j = 2; j < n; j++) {
            h += 1.0 / (n - j + 1);
            g += h / j;
        }
        h += 1;
        double a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse;
        double b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
        double c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h;
        double d = (2 * h + 6) * k * k - 4 * h * k;
        double m = n;
        return (a * m * m * m + b * m * m + c * m + d) / ((m - 1) * (m - 2) * (m - 3));
    }
}
