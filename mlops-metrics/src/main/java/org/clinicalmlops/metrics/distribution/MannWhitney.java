package org.clinicalmlops.metrics.distribution;

import org.apache.commons.math3.special.Erf;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Mann-Whitney U test (Wilcoxon's rank-sum test): whether values of one sample tend to be larger than those of the other. It sees a shift
 * and is blind to a change of spread alone. Two-sided. Pure functions.
 */
public final class MannWhitney {
    /** Formula of small samples without a tie. */
    public static final String EXACT = "mann-whitney-exact";

    /** Formula of large samples, or with ties: normal approximation, corrected for ties and for continuity. */
    public static final String NORMAL = "mann-whitney-normal";

    /** Up to this product of the sizes the p-value is exact if no value is tied; our choice, a fraction of a millisecond. */
    public static final long EXACT_UP_TO = 10_000;

    private MannWhitney() {}

    /**
     * Tests whether a current value is as often larger than a reference value as it is smaller.
     *
     * <p>Exact without ties if the sizes multiply to at most {@link #EXACT_UP_TO} (Mann and Whitney 1947), otherwise by the normal
     * distribution with midranks, variance corrected for ties, and continuity correction of a half. Cost: O((n + m) log(n + m)).
     *
     * @param reference the one sample
     * @param current the other one
     * @return the statistic is U: the pairs in which the current value is larger, a tie counting a half, in [0, n m]; U / (n m) is the
     *     AUROC of the values for telling current from reference. Not tested if a sample is empty
     */
    public static HypothesisTest test(SortedSample reference, SortedSample current) {
        long n = reference.size();
        long m = current.size();
        if (n == 0 || m == 0) {
            return new HypothesisTest.NotTested("there are " + n + " reference and " + m + " current cases", n + m);
        }
        Pooled pooled = Pooled.of(reference, current);
        double u = 0;
        double ties = 0;
        for (int k = 0; k < pooled.values.length; k++) {
            double here = pooled.count(0, k);
            u += pooled.count(1, k) * (pooled.upTo[0][k] - here / 2);
            double tied = here + pooled.count(1, k);
            ties += tied * (tied * tied - 1);
        }
        if (pooled.values.length == pooled.n && n <= EXACT_UP_TO && m <= EXACT_UP_TO && n * m <= EXACT_UP_TO) {
            long smaller = Math.min((long) u, n * m - (long) u);
            return new HypothesisTest.Tested(EXACT, u, exact((int) n, (int) m, (int) smaller), n + m);
        }
        double all = (double) n + m;
        double variance = (double) n * m / 12 * (all + 1 - ties / (all * (all - 1)));
        double z = (Math.abs(u - (double) n * m / 2) - 0.5) / Math.sqrt(variance);
        double p =
                variance > 0 ? Math.min(1, Erf.erfc(z / Math.sqrt(2))) : 1; // without variance all values are the same
        return new HypothesisTest.Tested(NORMAL, u, p, n + m);
    }

    /**
     * Twice the probability of {@code u} or less. The orders with U = i are counted by the coefficients of the Gaussian binomial
     * {@code prod (1 - q^(m + i)) / (1 - q^i)}; only powers up to {@code u} are needed.
     */
    private static double exact(int n, int m, int u) {
        double[] orders = new double[u + 1];
        orders[0] = 1;
        double all = 1;
        for (int i = 1; i <= n; i++) {
            for (int power = u; power >= m + i; power--) {
                orders[power] -= orders[power - m - i];
            }
            for (int power = i; power <= u; power++) {
                orders[power] += orders[power - i];
            }
            all *= (double) (m + i) / i;
        }
        double sum = 0;
        for (double count : orders) {
            sum += count;
        }
        return Math.min(1, 2 * sum / all);
    }
}
