package org.clinicalmlops.testkit.monitor;

/** When a simulation says that a promise is broken: by a one-sided lower bound at 99.99 %, never by the point estimate. */
final class Bound {
    private static final double ALPHA = 1e-4;
    /** Quantile of the standard normal distribution at 1 - {@link #ALPHA}. */
    private static final double Z = 3.7190164854556804;

    private Bound() {}

    /**
     * Lower bound of the mean number of alarms of a stream; alarms of one stream depend on one another, streams do not. The larger of the
     * normal bound of the mean, and the exact one of the share of streams with any alarm, which the mean cannot be below.
     */
    static double ofMean(long[] alarms) {
        int n = alarms.length;
        double sum = 0;
        double squares = 0;
        int any = 0;
        for (long a : alarms) {
            sum += a;
            squares += (double) a * a;
            any += a > 0 ? 1 : 0;
        }
        double variance = Math.max(0, squares - sum * sum / n) / (n - 1);
        return Math.max(sum / n - Z * Math.sqrt(variance / n), ofRate(any, n));
    }

    /** Lower bound of a probability of which {@code k} of {@code n} came true (Clopper and Pearson 1934), by halving. */
    static double ofRate(int k, int n) {
        double low = 0;
        double high = k == 0 ? 0 : (double) k / n;
        for (int i = 0; i < 60; i++) {
            double p = (low + high) / 2;
            if (atLeast(k, n, p) < ALPHA) {
                low = p;
            } else {
                high = p;
            }
        }
        return low;
    }

    /** Probability of k or more of n. */
    private static double atLeast(int k, int n, double p) {
        if (p <= 0) {
            return k == 0 ? 1 : 0;
        }
        double logChoose = 0;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            if (i >= k) {
                sum += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p));
            }
            logChoose += Math.log((double) (n - i) / (i + 1));
        }
        return sum;
    }
}
