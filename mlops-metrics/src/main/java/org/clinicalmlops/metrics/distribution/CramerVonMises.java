package org.clinicalmlops.metrics.distribution;

import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Two-sample test by the squared gap between two distribution functions, summed over the cases (Anderson 1962). It uses the whole range,
 * where {@link KolmogorovSmirnov} uses the largest gap only. With tied values too: scipy puts midranks into the formula for values
 * without ties, by which two samples of one constant differ (p = 0.04 for 40 and 30 cases); the gap itself is 0 there. Pure functions.
 */
public final class CramerVonMises {
    /** Formula of small samples: conditional on the ties. */
    public static final String EXACT = "cramer-von-mises-exact";

    /** Formula of large samples without ties. */
    public static final String ASYMPTOTIC = "cramer-von-mises-asymptotic";

    /** Up to this size of both samples the p-value is exact; our choice, 20 milliseconds at most. */
    public static final int EXACT_UP_TO = 16;

    private CramerVonMises() {}

    /**
     * Tests whether both samples come from one distribution. The p-value is exact, given the values that are tied, if neither sample has
     * more than {@link #EXACT_UP_TO} cases. If both have more, and no value is tied, it is that of the limit distribution with
     * Anderson's mean and variance; otherwise it is found by exchanging cases, since the limit depends on the ties. Cost:
     * O((n + m) log(n + m)), with exchanges O((n + m) permutations).
     *
     * @param reference the one sample
     * @param current the other one; they may change places
     * @param permutations exchanges drawn where they are needed, {@code >= 1}
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return the statistic is {@code T = n m / N^2 sum (F - G)^2} over all N = n + m cases; formula {@link #EXACT},
     *     {@link #ASYMPTOTIC} or {@code "cramer-von-mises-permutation"}; not tested if a sample is empty
     * @throws IllegalArgumentException if {@code permutations < 1}, or exchanges are needed of more than 10^8 cases
     */
    public static HypothesisTest test(SortedSample reference, SortedSample current, int permutations, long seed) {
        Permutations.check(permutations);
        long n = reference.size();
        long m = current.size();
        if (n == 0 || m == 0) {
            return new HypothesisTest.NotTested("there are " + n + " reference and " + m + " current cases", n + m);
        }
        Pooled pooled = Pooled.of(reference, current);
        double u = 0;
        for (int k = 0; k < pooled.values.length; k++) {
            u += part(n, m, pooled.upTo[0][k], pooled.upTo[1][k], pooled.count(0, k) + pooled.count(1, k));
        }
        double all = (double) n + m;
        double t = u / ((double) n * m) / (all * all);
        if (n <= EXACT_UP_TO && m <= EXACT_UP_TO) {
            return new HypothesisTest.Tested(EXACT, t, exactTail(pooled, (int) n, (int) m, u), n + m);
        }
        if (n > EXACT_UP_TO && m > EXACT_UP_TO && pooled.values.length == pooled.n) {
            double mean = (1 + 1 / all) / 6;
            double shape = all - 0.75 * ((double) n / m + (double) m / n) - 0.5;
            double variance = (all + 1) / (45 * all * all) * shape; // Anderson 1962, formula 14
            double standardized = 1.0 / 6 + (t - mean) / Math.sqrt(45 * variance);
            return new HypothesisTest.Tested(ASYMPTOTIC, t, limitTail(standardized), n + m);
        }
        int[] ends = pooled.ends();
        return Permutations.test(
                "cramer-von-mises", t, pooled.labels(), labels -> u(labels, ends, n, m), permutations, seed);
    }

    /** What the tied cases up to which there are i and j of the samples add to T, times {@code n m N^2}; a whole number. */
    private static double part(long n, long m, long i, long j, long tied) {
        double gap = (double) i * m - (double) j * n;
        return tied * gap * gap;
    }

    private static double u(int[] labels, int[] ends, long n, long m) {
        double u = 0;
        int position = 0;
        long first = 0;
        for (int end : ends) {
            int start = position;
            for (; position < end; position++) {
                first += labels[position] == 0 ? 1 : 0;
            }
            u += part(n, m, first, end - first, end - start);
        }
        return u;
    }

    /**
     * Probability of a sum of {@code u} or more if all orders of the cases are equally probable: by the sums that there can be after each
     * tie, given how many of the first sample came so far (Burr 1963; with ties by us). The sums are whole and small, thus exact.
     */
    private static double exactTail(Pooled pooled, int n, int m, double u) {
        double[][] choose = new double[n + m + 1][n + m + 1];
        for (int i = 0; i <= n + m; i++) {
            choose[i][0] = 1;
            for (int j = 1; j <= i; j++) {
                choose[i][j] = choose[i - 1][j - 1] + (j < i ? choose[i - 1][j] : 0);
            }
        }
        Sums[] ways = new Sums[n + 1]; // by the number of the first sample's cases so far
        ways[0] = new Sums(new double[] {0}, new double[] {1}, 1);
        int seen = 0;
        for (int k = 0; k < pooled.values.length; k++) {
            int tied = (int) (pooled.count(0, k) + pooled.count(1, k));
            seen += tied;
            Sums[] next = new Sums[n + 1];
            for (int first = Math.max(0, seen - m); first <= Math.min(n, seen); first++) {
                Sums merged = Sums.NONE; // of all the states that the tie may have started from
                for (int a = 0; a <= Math.min(tied, first); a++) {
                    if (ways[first - a] != null) {
                        merged = merged.with(ways[first - a], choose[tied][a]);
                    }
                }
                merged.add(part(n, m, first, seen - first, tied));
                next[first] = merged;
            }
            ways = next;
        }
        return Math.min(1, ways[n].countFrom(u) / choose[n + m][n]);
    }

    /** Values that a sum may have, ascending, and in how many orders of the cases it has them. */
    private static final class Sums {
        static final Sums NONE = new Sums(new double[0], new double[0], 0);

        private final double[] sums;
        private final double[] counts;
        private final int size;

        Sums(double[] sums, double[] counts, int size) {
            this.sums = sums;
            this.counts = counts;
            this.size = size;
        }

        Sums with(Sums other, double factor) {
            double[] merged = new double[size + other.size];
            double[] mergedCounts = new double[size + other.size];
            int i = 0;
            int j = 0;
            int k = 0;
            while (i < size || j < other.size) {
                double next = i == size || j < other.size && other.sums[j] < sums[i] ? other.sums[j] : sums[i];
                double count = 0;
                if (i < size && sums[i] == next) {
                    count += counts[i++];
                }
                if (j < other.size && other.sums[j] == next) {
                    count += factor * other.counts[j++];
                }
                merged[k] = next;
                mergedCounts[k++] = count;
            }
            return new Sums(merged, mergedCounts, k);
        }

        void add(double part) {
            for (int i = 0; i < size; i++) {
                sums[i] += part;
            }
        }

        double countFrom(double least) {
            double count = 0;
            for (int i = size - 1; i >= 0 && sums[i] >= least; i--) {
                count += counts[i];
            }
            return count;
        }
    }

    /**
     * Upper tail of the limit distribution, by Smirnov's integral (Darling 1957, formula 3.8): the sum over j of
     * {@code (-1)^(j+1) (2/pi) integral over s in (0, pi) of exp(-x v^2 / 2) / sqrt(v sin s)}, v = (2j - 1) pi + s. With s = pi (1 - cos
     * t) / 2 the integrand is smooth and periodic, and the midpoint rule converges at once.
     */
    static double limitTail(double x) {
        if (x < 0.003) {
            return 1; // the lower tail is below 1e-17
        }
        int points = 200;
        double tail = 0;
        for (int j = 1; j < 200; j++) {
            double sum = 0;
            for (int i = 0; i < points; i++) {
                double t = (i + 0.5) * Math.PI / points;
                double s = Math.PI * (1 - Math.cos(t)) / 2;
                double v = (2 * j - 1) * Math.PI + s;
                sum += Math.exp(-x * v * v / 2) * Math.sin(t) / Math.sqrt(v * Math.sin(s));
            }
            double term = 2 / Math.PI * sum * Math.PI / 2 * Math.PI / points;
            tail += j % 2 == 1 ? term : -term;
            if (term < 1e-17 * tail) {
                break;
            }
        }
        return Math.min(1, tail);
    }
}
