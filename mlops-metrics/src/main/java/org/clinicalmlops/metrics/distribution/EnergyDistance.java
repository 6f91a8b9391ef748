package org.clinicalmlops.metrics.distribution;

import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Energy distance of two samples of a number (Székely and Rizzo 2013): {@code sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|)}, which is
 * {@code sqrt(2 integral (F - G)^2)}; 0 for equal distributions only. Scipy reports this root, R's energy package its square times
 * {@code n m / (n + m)}. Pure functions.
 */
public final class EnergyDistance {
    private EnergyDistance() {}

    /**
     * The distance, in the root of the unit of the values. Cost: O((n + m) log(n + m)).
     *
     * @return not measured if a sample is empty or the distance is beyond what a {@code double} holds
     */
    public static Distance distance(SortedSample reference, SortedSample current) {
        long n = reference.size();
        long m = current.size();
        if (n == 0 || m == 0) {
            return new Distance.NotMeasured("there are " + n + " reference and " + m + " current cases", n, m);
        }
        double area = Wasserstein.area(Pooled.of(reference, current), reference, current, true);
        return area < Double.POSITIVE_INFINITY
                ? new Distance.Measured(Math.sqrt(2 * area), n, m)
                : new Distance.NotMeasured("the values are too far apart for a double", n, m);
    }

    /**
     * Tests by exchanging cases whether both samples come from one distribution. Cost: O((n + m) permutations).
     *
     * @param permutations exchanges drawn, {@code >= 1}; if there are no more different ones, all are made and the p-value is exact
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return formula {@code "energy-permutation"} or {@code "energy-exact"}, statistic {@link #distance}; not tested if a sample is
     *     empty
     * @throws IllegalArgumentException if {@code permutations < 1}, or there are more than 10^8 cases
     */
    public static HypothesisTest test(SortedSample reference, SortedSample current, int permutations, long seed) {
        Permutations.check(permutations);
        return distance(reference, current)
                .fold(
                        measured -> {
                            Pooled pooled = Pooled.of(reference, current);
                            return Permutations.test(
                                    "energy",
                                    measured.value(),
                                    pooled.labels(),
                                    Wasserstein.area(pooled, true),
                                    permutations,
                                    seed);
                        },
                        not -> new HypothesisTest.NotTested(not.reason(), not.nReference() + not.nCurrent()));
    }
}
