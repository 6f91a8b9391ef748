package org.clinicalmlops.metrics;

import org.clinicalmlops.api.Estimate;

/** On which scale the interval of an AUROC, or of a concordance, is symmetric. The value is the same on both. */
public enum AurocScale {
    /**
     * Symmetric in the log odds of the AUROC, by the delta method: stays inside (0, 1), and covers better near 1 and with few
     * events (Pepe 2003, The Statistical Evaluation of Medical Tests). Simulated coverage of the 95 % interval with normal scores:
     * 0.93 with 10 events and 60 others at a true AUROC of 0.95, 0.94 with 50 and 200; on the linear scale 0.82 and 0.91.
     */
    LOGIT,

    /** The plain symmetric interval of DeLong et al. 1988, cut off at 0 and 1, as pROC prints it. */
    LINEAR;

    /**
     * The interval of a share of pairs in the right order.
     *
     * @param variance of the value; 0 if all pairs agree
     * @param independent pairs without a case in common, as many as there are: what the interval rests on if all pairs agree
     */
    Estimate interval(double value, double variance, int independent, double level, int n) {
        if (!(variance > 0)) {
            // All pairs have one value a. With q = P(another value), the AUROC is at most q a below it and q (1 - a)
            // above it.
            double q = Intervals.neverSeen(independent, level);
            return Intervals.known(value, value - q * value, value + q * (1 - value), 0, 1, level, n);
        }
        double reach = Intervals.z(level) * Math.sqrt(variance);
        if (this == LINEAR || value <= 0 || value >= 1) {
            return Intervals.known(value, value - reach, value + reach, 0, 1, level, n);
        }
        double logit = Math.log(value / (1 - value));
        double reachOfLogit = reach / (value * (1 - value));
        return Intervals.known(
                value, LogOdds.sigmoid(logit - reachOfLogit), LogOdds.sigmoid(logit + reachOfLogit), 0, 1, level, n);
    }
}
