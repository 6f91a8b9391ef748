package org.clinicalmlops.metrics.weighted;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.Intervals;

/** Intervals from linearised variances. */
final class Linearised {
    /** A variance of a share, or of a logarithm, up to here is what rounding leaves of 0. */
    static final double ROUNDING = 1e-24;

    private Linearised() {}

    /**
     * A share in [0, 1], symmetric on the scale of log odds. With no variance to go by, the interval that {@code effective}
     * independent cases of one kind have, as in {@code Discrimination.auroc}; the effective number in an exact interval is from
     * Korn and Graubard 1998, Survey Methodology 24:193.
     */
    static Estimate share(double share, double variance, long effective, double level, int n) {
        double value = Math.min(1, share); // sums of many cases may round to more
        if (!(variance > ROUNDING) || value <= 0 || value >= 1) {
            double q = Intervals.neverSeen(effective, level);
            return Intervals.known(value, value - q * value, value + q * (1 - value), 0, 1, level, n);
        }
        double logit = Math.log(value) - Math.log1p(-value);
        double reach = Intervals.z(level) * Math.sqrt(variance) / (value * (1 - value));
        return Intervals.known(value, LogOdds.sigmoid(logit - reach), LogOdds.sigmoid(logit + reach), 0, 1, level, n);
    }

    /** Symmetric on its own scale, cut off at {@code [low, high]}. */
    static Estimate symmetric(double value, double variance, double low, double high, double level, int n) {
        double reach = Intervals.z(level) * Math.sqrt(variance);
        return Intervals.known(value, value - reach, value + reach, low, high, level, n);
    }
}
