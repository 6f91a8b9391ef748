package org.clinicalmlops.metrics.distribution;

import java.util.function.ToDoubleFunction;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Wasserstein-1 distance (earth mover's distance) of two samples of a number: how far a case has to be moved on average to make the one
 * sample from the other; the area between the two distribution functions (Vallender 1974). Pure functions.
 */
public final class Wasserstein {
    private Wasserstein() {}

    /**
     * The distance in the unit of the values. Cost: O((n + m) log(n + m)) in the distinct values.
     *
     * @return not measured if a sample is empty or the distance is beyond what a {@code double} holds
     */
    public static Distance distance(SortedSample reference, SortedSample current) {
        return measured(reference, current, 1);
    }

    /**
     * {@link #distance} in standard deviations (divisor {@code n - 1}) of the reference. A fixed limit on it, such as 0.1, alarms at
     * random on a hundred cases: {@link #test} tells whether there is a difference.
     *
     * @return not measured if a sample is empty, or the reference has no spread
     */
    public static Distance scaled(SortedSample reference, SortedSample current) {
        if (reference.distinct() < 2) {
            return new Distance.NotMeasured(
                    "the reference has fewer than two distinct values, thus no spread to measure by",
                    reference.size(),
                    current.size());
        }
        return measured(reference, current, reference.standardDeviation());
    }

    /**
     * Tests by exchanging cases whether both samples come from one distribution. Cost: O((n + m) permutations).
     *
     * @param permutations exchanges drawn, {@code >= 1}; if there are no more different ones, all are made and the p-value is exact
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return formula {@code "wasserstein-permutation"} or {@code "wasserstein-exact"}, statistic {@link #distance}; not tested
     *     if a sample is empty
     * @throws IllegalArgumentException if {@code permutations < 1}, or there are more than 10^8 cases
     */
    public static HypothesisTest test(SortedSample reference, SortedSample current, int permutations, long seed) {
        Permutations.check(permutations);
        return distance(reference, current)
                .fold(
                        measured -> {
                            Pooled pooled = Pooled.of(reference, current);
                            return Permutations.test(
                                    "wasserstein",
                                    measured.value(),
                                    pooled.labels(),
                                    area(pooled, false),
                                    permutations,
                                    seed);
                        },
                        not -> new HypothesisTest.NotTested(not.reason(), not.nReference() + not.nCurrent()));
    }

    /** Area between the distribution functions of two samples whose cases have these labels; of the squared gap if so wanted. */
    static ToDoubleFunction<int[]> area(Pooled pooled, boolean squared) {
        int[] ends = pooled.ends();
        return labels -> {
            double area = 0;
            long first = 0;
            int position = 0;
            for (int k = 0; k + 1 < ends.length; k++) {
                for (; position < ends[k]; position++) {
                    first += labels[position] == 0 ? 1 : 0;
                }
                double gap = gap(first, pooled.sizes[0], position - first, pooled.sizes[1]);
                area += (squared ? gap * gap : gap) * (pooled.values[k + 1] - pooled.values[k]);
            }
            return area;
        };
    }

    /** The same, of the samples as they are. */
    static double area(Pooled pooled, SortedSample reference, SortedSample current, boolean squared) {
        double area = 0;
        for (int k = 0; k + 1 < pooled.values.length; k++) {
            double gap = gap(pooled.upTo[0][k], reference.size(), pooled.upTo[1][k], current.size());
            area += (squared ? gap * gap : gap) * (pooled.values[k + 1] - pooled.values[k]);
        }
        return area;
    }

    private static double gap(long upToN, long n, long upToM, long m) {
        return Math.abs((double) upToN * m - (double) upToM * n) / ((double) n * m);
    }

    private static Distance measured(SortedSample reference, SortedSample current, double unit) {
        long n = reference.size();
        long m = current.size();
        if (n == 0 || m == 0) {
            return new Distance.NotMeasured("there are " + n + " reference and " + m + " current cases", n, m);
        }
        double distance = area(Pooled.of(reference, current), reference, current, false) / unit;
        return distance < Double.POSITIVE_INFINITY
                ? new Distance.Measured(distance, n, m)
                : new Distance.NotMeasured("the values are too far apart for a double", n, m);
    }
}
