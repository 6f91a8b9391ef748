package org.clinicalmlops.metrics.hypothesis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Adjustment of p-values when many tests are made at once. Reject what is adjusted to alpha or less. All answers are new arrays in the
 * order of the argument, empty for an empty one. Cost: O(n log n). Pure functions: arrays are only read.
 */
public final class MultipleTesting {
    private MultipleTesting() {}

    /**
     * Holm's step-down method (1979): the probability of any false rejection is at most alpha, however the tests depend on each other.
     *
     * @param pValues each in [0, 1]
     * @return adjusted p-values, each in [0, 1]
     * @throws IllegalArgumentException if a p-value is NaN or outside [0, 1]
     */
    public static double[] holm(double[] pValues) {
        Integer[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int i = 0; i < order.length; i++) {
            largest = Math.max(largest, (order.length - i) * pValues[order[i]]);
            adjusted[order[i]] = Math.min(1, largest);
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's step-up method (1995): the expected share of false ones among the rejections is at most alpha, if the
     * tests are independent or depend on each other positively.
     *
     * @param pValues each in [0, 1]
     * @return adjusted p-values, each in [0, 1]
     * @throws IllegalArgumentException if a p-value is NaN or outside [0, 1]
     */
    public static double[] benjaminiHochberg(double[] pValues) {
        return stepUp(pValues, 1);
    }

    /**
     * Benjamini and Yekutieli's method (2001): as {@link #benjaminiHochberg}, for any dependence, times {@code 1 + 1/2 + ... + 1/n}.
     *
     * @param pValues each in [0, 1]
     * @return adjusted p-values, each in [0, 1]
     * @throws IllegalArgumentException if a p-value is NaN or outside [0, 1]
     */
    public static double[] benjaminiYekutieli(double[] pValues) {
        double harmonic = 0;
        for (int i = 1; i <= pValues.length; i++) {
            harmonic += 1.0 / i;
        }
        return stepUp(pValues, harmonic);
    }

    /**
     * The e-BH procedure of Wang and Ramdas (2022) for e-values: the expected share of false ones among the rejections is at most alpha,
     * for any dependence. The answer is the smallest alpha at which each is rejected, {@code n / (rank e)} made monotone. For the current
     * values of e-processes, not for their maxima over time, for which it does not hold.
     *
     * @param eValues each {@code >= 0}; infinite is allowed
     * @return adjusted values, each in [0, 1], to be judged like adjusted p-values
     * @throws IllegalArgumentException if an e-value is NaN or negative
     */
    public static double[] eBenjaminiHochberg(double[] eValues) {
        Objects.requireNonNull(eValues, "eValues");
        double[] inverse = new double[eValues.length];
        for (int i = 0; i < eValues.length; i++) {
            if (!(eValues[i] >= 0)) {
                throw new IllegalArgumentException("eValues[" + i + "] must be >= 0, was " + eValues[i]);
            }
            inverse[i] = Math.min(1, 1 / eValues[i]);
        }
        return stepUp(inverse, 1);
    }

    private static double[] stepUp(double[] pValues, double factor) {
        Integer[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double smallest = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            smallest = Math.min(smallest, factor * order.length / (i + 1) * pValues[order[i]]);
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    private static Integer[] ascending(double[] pValues) {
        check(pValues);
        Integer[] order = IntStream.range(0, pValues.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
        return order;
    }

    static void check(double[] pValues) {
        Objects.requireNonNull(pValues, "pValues");
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException("pValues[" + i + "] must be in [0, 1], was " + pValues[i]);
            }
        }
    }
}
