package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * P-values by exchanging which case belongs to which sample. All exchanges if there are no more of them than asked for, otherwise drawn
 * ones and {@code (b + 1) / (B + 1)}, which is never 0 and keeps its level (Phipson and Smyth 2010).
 */
final class Permutations {
    /** Our choice: an array of labels of this length is 400 MB. */
    static final int MOST_CASES = 100_000_000;

    /** Statistics that differ by rounding only are the same. */
    private static final double SAME = 1e-12;

    private Permutations() {}

    /**
     * @param name the formula is this, and {@code "-exact"} or {@code "-permutation"}
     * @param statistic the value that is reported for the one which {@code distance} gives
     * @param labels sample of each case, in some fixed order of the cases; changed
     * @param distance what is large if samples differ
     */
    static HypothesisTest test(
            String name,
            double statistic,
            int[] labels,
            ToDoubleFunction<int[]> distance,
            int permutations,
            long seed) {
        double observed = distance.applyAsDouble(labels);
        double limit = observed - SAME * Math.abs(observed);
        if (exchanges(labels) <= permutations) {
            long far = 0;
            long all = 0;
            Arrays.sort(labels);
            do {
                far += distance.applyAsDouble(labels) >= limit ? 1 : 0;
                all++;
            } while (next(labels));
            return new HypothesisTest.Tested(name + "-exact", statistic, (double) far / all, labels.length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        long far = 0;
        for (int b = 0; b < permutations; b++) {
            shuffle(labels, random);
            far += distance.applyAsDouble(labels) >= limit ? 1 : 0;
        }
        return new HypothesisTest.Tested(
                name + "-permutation", statistic, (far + 1.0) / (permutations + 1.0), labels.length);
    }

    static void check(int permutations) {
        if (permutations < 1) {
            throw new IllegalArgumentException("permutations must be >= 1, was " + permutations);
        }
    }

    /** How many different orders of the labels there are. */
    private static double exchanges(int[] labels) {
        int[] sizes = new int[Arrays.stream(labels).max().orElse(0) + 1];
        double orders = 1;
        int i = 0;
        for (int label : labels) { // the multinomial coefficient, a factor a case
            orders *= (double) ++i / ++sizes[label];
        }
        return Math.rint(orders);
    }

    /** The next order in the dictionary's sense; false after the last. */
    private static boolean next(int[] labels) {
        int i = labels.length - 2;
        while (i >= 0 && labels[i] >= labels[i + 1]) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        int j = labels.length - 1;
        while (labels[j] <= labels[i]) {
            j--;
        }
        swap(labels, i, j);
        for (int a = i + 1, b = labels.length - 1; a < b; a++, b--) {
            swap(labels, a, b);
        }
        return true;
    }

    private static void shuffle(int[] labels, SplittableRandom random) {
        for (int i = labels.length - 1; i > 0; i--) {
            swap(labels, i, random.nextInt(i + 1));
        }
    }

    private static void swap(int[] labels, int i, int j) {
        int kept = labels[i];
        labels[i] = labels[j];
        labels[j] = kept;
    }
}
