package org.clinicalmlops.metrics;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;

/** Confidence intervals. */
final class Intervals {
    private Intervals() {}

    /** Standard normal quantile of {@code (1 + level) / 2}, about 1.96 at 0.95. */
    static double z(double level) {
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
    }

    /** Value and interval, cut off at {@code [low, high]}; the interval is widened by rounding only, to hold the value. */
    static Estimate known(double value, double lower, double upper, double low, double high, double level, long n) {
        return new Estimate.Known(
                value,
                new Interval(Math.min(value, Math.max(low, lower)), Math.max(value, Math.min(high, upper)), level),
                n);
    }

    /**
     * How often something that never showed in {@code k} independent draws may happen all the same: the largest q with
     * {@code (1 - q)^k >= (1 - level) / 2}, the bound of Clopper and Pearson 1934 for no success. Used where all draws agree, so
     * that the estimated variance is 0 and a normal interval would be a point.
     */
    static double neverSeen(long k, double level) {
        return -Math.expm1(Math.log((1 - level) / 2) / k);
    }
}
