package org.clinicalmlops.monitoring.input;

import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;
import org.clinicalmlops.api.monitor.FeatureProfile;

/**
 * How probable values are that training never had: a beta distribution of their share. Training had f1 values once and f2 twice among n
 * rows. The share of values that it did not have is f1/n on average (Good 1953, Biometrika 40:237), and the mean squared error of that is
 * {@code (f1 + 2 f2)/n^2} (Robbins 1968, Annals of Mathematical Statistics 39:256). One is added to both for caution: also where f1 is 0,
 * as for a level of 1 % that 400 rows happened not to have. Immutable.
 *
 * @param a weight of values never seen
 * @param b weight of the others
 */
record UnseenShare(double a, double b) {
    static UnseenShare of(FeatureProfile training) {
        double once = bins(training, 1) + 1;
        double squares = once + 2 * bins(training, 2);
        double a = once * once / squares;
        return new UnseenShare(a, Math.max(0.5, a * (training.present() / once - 1)));
    }

    private static double bins(FeatureProfile training, long count) {
        return IntStream.range(0, training.bins())
                .filter(bin -> training.count(bin) == count)
                .count();
    }

    /** The share that is expected. */
    double mean() {
        return a / (a + b);
    }

    /** Probability of {@code k} or more among {@code n}; {@code 1 <= k <= n}. */
    double atLeast(long k, long n) {
        double choose = Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
        double term = Math.exp(choose + Beta.logBeta(a + k, b + (n - k)) - Beta.logBeta(a, b));
        double sum = 0;
        for (long j = k; j <= n; j++) {
            sum += term;
            double next = term * ((double) (n - j) / (j + 1)) * ((a + j) / (b + (n - j) - 1));
            if (next < term && next <= 1e-17 * sum) {
                break;
            }
            term = next;
        }
        return Math.min(1, sum);
    }
}
