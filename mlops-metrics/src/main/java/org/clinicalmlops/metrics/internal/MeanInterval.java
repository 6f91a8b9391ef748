package org.clinicalmlops.metrics.internal;

import org.apache.commons.math3.distribution.TDistribution;
import org.clinicalmlops.api.Estimate;

/** Student's interval of a mean. */
public final class MeanInterval {
    private MeanInterval() {}

    /** Standard deviations of a mean that a two-sided interval of {@code n} values reaches, {@code n >= 2}. */
    public static double t(int n, double level) {
        return new TDistribution(null, n - 1.0, 1e-15).inverseCumulativeProbability((1 + level) / 2);
    }

    public static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Estimated standard deviation of the mean of {@code n >= 2} values; exactly 0 if all are equal. */
    public static double error(double[] values, double mean) {
        if (equal(values)) {
            return 0;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1.0) / values.length);
    }

    public static boolean equal(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Of values in [0, {@code high}], cut off there. If all are equal, what values never seen may add, by
     * {@link Intervals#neverSeen}.
     */
    public static Estimate linear(double[] values, double high, double level) {
        int n = values.length;
        if (equal(values)) {
            double q = Intervals.neverSeen(n, level);
            double v = values[0];
            return Intervals.known(v, v - q * v, v + q * (high - v), 0, high, level, n);
        }
        double mean = mean(values);
        double reach = t(n, level) * error(values, mean);
        return Intervals.known(mean, mean - reach, mean + reach, 0, high, level, n);
    }
}
