package org.clinicalmlops.metrics.internal;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;

/** Confidence intervals. */
public final class Intervals {
    private Intervals() {}

    /** Standard normal quantile of {@code (1 + level) / 2}, about 1.96 at 0.95. */
    public static double z(double level) {
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
    }

    /** Value and interval, cut off at {@code [low, high]}; the interval is widened by rounding only, to hold the value. */
    public static Estimate known(
            double value, double lower, double upper, double low, double high, double level, long n) {
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
    public static double neverSeen(long k, double level) {
        return -Math.expm1(Math.log((1 - level) / 2) / k);
    }

    /**
     * Mean of the differences {@code a - b} of the same cases, as {@link #ofMean}; if no case differs, 0 with certainty.
     *
     * @param a overwritten with the differences
     */
    public static Estimate ofMeanDifference(
            double[] a, double[] b, double least, double most, int needed, double level) {
        boolean same = true;
        for (int i = 0; i < a.length; i++) {
            a[i] -= b[i];
            same &= a[i] == 0;
        }
        return same && a.length >= needed
                ? known(0, 0, 0, least, most, level, a.length)
                : ofMean(a, least, most, needed, level);
    }

    /**
     * {@link #ofMean(double[], double, double, int, double)} of values each of which was seen so many times, 0 included.
     */
    public static Estimate ofMean(double[] values, int[] times, double low, double high, int needed, double level) {
        long n = 0;
        double sum = 0;
        boolean equal = true;
        double first = Double.NaN;
        for (int i = 0; i < values.length; i++) {
            if (times[i] > 0) {
                n += times[i];
                sum += times[i] * values[i];
                first = n == times[i] ? values[i] : first;
                equal &= values[i] == first;
            }
        }
        if (n < needed) {
            return new Estimate.TooFew(n, needed);
        }
        if (equal) {
            double q = neverSeen(n, level);
            return known(first, first - q * (first - low), first + q * (high - first), low, high, level, n);
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += times[i] * (values[i] - mean) * (values[i] - mean);
        }
        double reach = z(level) * Math.sqrt(squares / (n - 1.0) / n);
        return known(mean, mean - reach, mean + reach, low, high, level, n);
    }

    /**
     * Mean of values in [low, high] with its normal interval; where all values are equal, the exact one that {@link #neverSeen}
     * gives. Fewer values than needed: too few.
     */
    public static Estimate ofMean(double[] values, double low, double high, int needed, double level) {
        int n = values.length;
        if (n < needed) {
            return new Estimate.TooFew(n, needed);
        }
        double sum = 0;
        boolean equal = true;
        for (double value : values) {
            sum += value;
            equal &= value == values[0];
        }
        if (equal) {
            double v = values[0];
            double q = neverSeen(n, level);
            return known(v, v - q * (v - low), v + q * (high - v), low, high, level, n);
        }
        double mean = sum / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double reach = z(level) * Math.sqrt(squares / (n - 1.0) / n);
        return known(mean, mean - reach, mean + reach, low, high, level, n);
    }
}
