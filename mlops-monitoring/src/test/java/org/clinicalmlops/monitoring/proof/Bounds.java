package org.clinicalmlops.monitoring.proof;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * When a simulation says that a promise is broken: never by the point estimate, which is above a kept promise half of the time, but by
 * a one-sided lower bound at {@value #CONFIDENCE}.
 */
final class Bounds {
    /** Of each bound: among a thousand bounds of kept promises one in ten runs would fail, and the seeds are fixed. */
    static final double CONFIDENCE = 0.9999;

    private static final double Z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(CONFIDENCE);

    private Bounds() {}

    /** Lower bound of a probability of which {@code k} of {@code n} came true (Clopper and Pearson 1934): exact, whatever n. */
    static double ofRate(long k, long n) {
        return k == 0 ? 0 : new BetaDistribution(null, k, n - k + 1.0).inverseCumulativeProbability(1 - CONFIDENCE);
    }

    /** Upper bound of the same. */
    static double above(long k, long n) {
        return k == n ? 1 : new BetaDistribution(null, k + 1.0, n - k).inverseCumulativeProbability(CONFIDENCE);
    }

    /**
     * Lower bound of the mean number of alarms of a stream. Alarms cluster within a stream (a bad reference stays bad for the whole
     * year), so that their total is not Poisson: the streams are what is independent. The larger of two bounds: the normal one of the
     * mean over streams, which is on the safe side as numbers of alarms are skewed to the right; and the exact one of the
     * share of streams with any alarm, which the mean cannot be below.
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
        double variance = n > 1 ? Math.max(0, squares - sum * sum / n) / (n - 1) : Double.POSITIVE_INFINITY;
        return Math.max(sum / n - Z * Math.sqrt(variance / n), ofRate(any, n));
    }
}
