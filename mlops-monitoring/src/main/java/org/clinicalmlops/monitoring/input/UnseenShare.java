package org.clinicalmlops.monitoring.input;

import java.util.stream.LongStream;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

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
    /** @param training rows with each value, or in each cell of values */
    static UnseenShare of(long[] training) {
        double once = cells(training, 1) + 1;
        double squares = once + 2 * cells(training, 2);
        double a = once * once / squares;
        double rows = LongStream.of(training).sum();
        return new UnseenShare(a, Math.max(0.5, a * (rows / once - 1)));
    }

    private static double cells(long[] training, long count) {
        return LongStream.of(training).filter(n -> n == count).count();
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
