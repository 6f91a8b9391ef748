package org.clinicalmlops.metrics;

import java.util.HashMap;
import java.util.Map;

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

    /** Up to this size of both samples the p-value is exact; the limit that scipy uses, too. */
    public static final int EXACT_UP_TO = 20;

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
        Map<Integer, Map<Double, Double>> ways = Map.of(0, Map.of(0.0, 1.0));
        int seen = 0;
        for (int k = 0; k < pooled.values.length; k++) {
            int tied = (int) (pooled.count(0, k) + pooled.count(1, k));
            Map<Integer, Map<Double, Double>> next = new HashMap<>();
            for (Map.Entry<Integer, Map<Double, Double>> state : ways.entrySet()) {
                int first = state.getKey();
                int second = seen - first;
                for (int a = Math.max(0, tied - (m - second)); a <= Math.min(tied, n - first); a++) {
                    double part = part(n, m, first + a, second + tied - a, tied);
                    double factor = choose[tied][a];
                    Map<Double, Double> sums = next.computeIfAbsent(first + a, key -> new HashMap<>());
                    state.getValue().forEach((sum, count) -> sums.merge(sum + part, count * factor, Double::sum));
                }
            }
            ways = next;
            seen += tied;
        }
        double asFar = ways.get(n).entrySet().stream()
                .filter(sum -> sum.getKey() >= u)
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return Math.min(1, asFar / choose[n + m][n]);
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
