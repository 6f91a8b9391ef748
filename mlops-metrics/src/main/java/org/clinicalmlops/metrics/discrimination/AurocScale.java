package org.clinicalmlops.metrics.discrimination;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.Intervals;

/** On which scale the interval of an AUROC, or of a concordance, is symmetric. The value is the same on both. */
public enum AurocScale {
    /**
     * Symmetric in the log odds of the AUROC, by the delta method: stays inside (0, 1), and covers better near 1 and with few
     * events (Pepe 2003, The Statistical Evaluation of Medical Tests). Simulated coverage of the 95 % interval of an AUROC from
     * 0.6 to 0.95 with normal scores, of one spread or of two: 0.937 to 0.957 with 30 events and 30 others, 0.936 to 0.951 from 100
     * and 100 on; on the linear scale 0.864 to 0.942 and 0.920 to 0.950. With 30 events and 300 others at a true AUROC of 0.95 it
     * falls to 0.89: hence {@link Discrimination#lowPrecision}.
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
