package org.clinicalmlops.metrics.distribution;

import java.util.Objects;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Two-sample test by the largest gap between two distribution functions. Right for tied values too: vital signs and scores are whole
 * numbers. Two-sided. Pure functions: arrays are only read.
 */
public final class KolmogorovSmirnov {
    /** Formula of small samples: conditional on the ties. */
    public static final String EXACT = "kolmogorov-smirnov-exact";

    /** Formula of large samples. */
    public static final String ASYMPTOTIC = "kolmogorov-smirnov-asymptotic";

    /** Up to this product of the sizes the p-value of {@link #test} is exact; our choice, a fraction of a millisecond. */
    public static final long EXACT_UP_TO = 10_000;

    private KolmogorovSmirnov() {}

    /** {@link #test(SortedSample, SortedSample)} of unsorted values. */
    public static HypothesisTest test(double[] reference, double[] current) {
        return test(SortedSample.of(reference), current);
    }

    /**
     * {@link #test(SortedSample, SortedSample)} of a prepared reference and unsorted values, without sorting them if the sizes
     * multiply to more than {@link #EXACT_UP_TO}: between two values of the reference only the number of current ones matters.
     * Cost: O(n + m log n); 8 bytes a distinct reference value are allocated.
     *
     * @param reference prepared once
     * @param current finite values in any order; only read
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static HypothesisTest test(SortedSample reference, double[] current) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(current, "current");
        long n = reference.size();
        int m = current.length;
        if (n == 0 || m == 0 || exactIsCheap(n, m)) {
            return test(reference, SortedSample.of(current));
        }
        int[] slots =
                new int[2 * reference.distinct() + 1]; // before the first value, at it, between it and the second, ...
        for (int i = 0; i < m; i++) {
            double x = current[i];
            if (!Double.isFinite(x)) {
                throw new IllegalArgumentException("current[" + i + "] must be finite, was " + x);
            }
            int below = reference.below(x);
            slots[below < reference.distinct() && reference.value(below) == x ? 2 * below + 1 : 2 * below]++;
        }
        double largest = 0;
        long seen = 0;
        for (int k = 0; k < reference.distinct(); k++) {
            seen += slots[2 * k];
            largest = Math.max(largest, gap(reference.before(k), n, seen, m));
            seen += slots[2 * k + 1];
            largest = Math.max(largest, gap(reference.before(k + 1), n, seen, m));
        }
        return asymptotic(largest, n, m);
    }

    /**
     * Tests whether both samples come from one distribution. The p-value is exact, given the values that are tied (Schröer and Trenkler
     * 1995), if the sizes multiply to at most {@link #EXACT_UP_TO}; otherwise that of Kolmogorov's limit distribution, too large with
     * ties, thus on the safe side.
     *
     * @param reference the one sample
     * @param current the other one; they may change places
     * @return the statistic is the largest gap, in [0, 1]; not tested if a sample is empty
     */
    public static HypothesisTest test(SortedSample reference, SortedSample current) {
        return test(reference, current, exactIsCheap(reference.size(), current.size()));
    }

    /**
     * {@link #test(SortedSample, SortedSample)} with the exact p-value whatever the sizes are. Cost: O(n m) time, O(n + m) memory.
     *
     * @throws IllegalArgumentException if the sizes multiply to more than 10^9, which would take seconds
     */
    public static HypothesisTest exactTest(SortedSample reference, SortedSample current) {
        if ((double) reference.size() * current.size() > 1e9) {
            throw new IllegalArgumentException("sizes must multiply to at most 10^9 for an exact p-value, were "
                    + reference.size() + " and " + current.size());
        }
        return test(reference, current, true);
    }

    private static HypothesisTest test(SortedSample reference, SortedSample current, boolean exact) {
        long n = reference.size();
        long m = current.size();
        if (n == 0 || m == 0) {
            return new HypothesisTest.NotTested("there are " + n + " reference and " + m + " current cases", n + m);
        }
        double largest = 0;
        int i = 0;
        int j = 0;
        boolean[] end = new boolean[exact ? (int) (n + m) + 1 : 0];
        while (i < reference.distinct() || j < current.distinct()) {
            double next = Math.min(
                    i < reference.distinct() ? reference.value(i) : Double.POSITIVE_INFINITY,
                    j < current.distinct() ? current.value(j) : Double.POSITIVE_INFINITY);
            i += i < reference.distinct() && reference.value(i) == next ? 1 : 0;
            j += j < current.distinct() && current.value(j) == next ? 1 : 0;
            largest = Math.max(largest, gap(reference.before(i), n, current.before(j), m));
            if (exact) {
                end[(int) (reference.before(i) + current.before(j))] = true;
            }
        }
        return exact
                ? new HypothesisTest.Tested(
                        EXACT, largest / ((double) n * m), exactTail((long) largest, (int) n, (int) m, end), n + m)
                : asymptotic(largest, n, m);
    }

    private static boolean exactIsCheap(long n, long m) {
        return n <= EXACT_UP_TO && m <= EXACT_UP_TO && n * m <= EXACT_UP_TO;
    }

    /** Gap of the distribution functions times {@code n m}; a whole number, and exact up to 2^53. */
    private static double gap(long upToN, long n, long upToM, long m) {
        return Math.abs((double) upToN * m - (double) upToM * n);
    }

    private static HypothesisTest asymptotic(double largest, long n, long m) {
        double statistic = Math.min(1, largest / ((double) n * m));
        double root = Math.sqrt((double) n * m / ((double) n + m));
        return new HypothesisTest.Tested(ASYMPTOTIC, statistic, limitTail(root * statistic), n + m);
    }

    /**
     * Probability that a random order of n and m cases, looked at where a tie ends, shows the gap or a larger one. By the last step of
     * the path to (i, j), which is one of the first sample with probability i / (i + j). Sums of positive terms only.
     */
    private static double exactTail(long largest, int n, int m, boolean[] end) {
        double[] reached = new double[m + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                if (end[i + j] && Math.abs((long) i * m - (long) j * n) >= largest) {
                    reached[j] = 1;
                } else if (i + j > 0) {
                    double fromFirst = i == 0 ? 0 : reached[j] * i;
                    double fromSecond = j == 0 ? 0 : reached[j - 1] * j;
                    reached[j] = (fromFirst + fromSecond) / (i + j);
                }
            }
        }
        return largest == 0 ? 1 : Math.min(1, reached[m]);
    }

    /** Upper tail of Kolmogorov's distribution, by the series that converges faster (Smirnov 1948). */
    static double limitTail(double z) {
        if (z < 0.2) {
            return 1; // the lower tail is below 1e-12
        }
        double sum = 0;
        if (z < 1) {
            for (int k = 1; k <= 9; k += 2) {
                sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * z * z));
            }
            return 1 - Math.sqrt(2 * Math.PI) / z * sum;
        }
        for (int k = 1; k <= 6; k++) {
            sum += (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * z * z);
        }
        return 2 * sum;
    }
}
