package org.clinicalmlops.metrics.classes;

import java.util.Arrays;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.internal.Placement;

/**
 * How much each case moves an AUROC: its placement (DeLong et al. 1988) less the mean of its class, over the size of the class, and
 * scaled by {@code sqrt(m / (m - 1))} so that the sum of squares is DeLong's variance. Influences of one case on several curves
 * add up, which gives the variance of their sum.
 */
final class AurocInfluence {
    private final double auroc;
    private final double[] influence;

    private AurocInfluence(double auroc, double[] influence) {
        this.auroc = auroc;
        this.influence = influence;
    }

    /** At least two of each class; O(n log n). */
    static AurocInfluence of(double[] scores, boolean[] events) {
        int m = Cases.events(events);
        double[] ofEvents = new double[m];
        double[] ofOthers = new double[events.length - m];
        int e = 0;
        int o = 0;
        for (int i = 0; i < scores.length; i++) {
            double score = scores[i] + 0.0; // -0.0 becomes 0.0, which sorting would tell apart
            if (events[i]) {
                ofEvents[e++] = score;
            } else {
                ofOthers[o++] = score;
            }
        }
        Arrays.sort(ofEvents);
        Arrays.sort(ofOthers);
        double pairs = (double) m * ofOthers.length;
        double[] influence = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double score = scores[i] + 0.0;
            if (events[i]) {
                double below = Placement.of(ofOthers, score);
                sum += below;
                influence[i] = below / ofOthers.length;
            } else {
                influence[i] = (m - Placement.of(ofEvents, score)) / m;
            }
        }
        double auroc = sum / pairs;
        double ofEvent = Math.sqrt(m * (m - 1.0));
        double ofOther = Math.sqrt(ofOthers.length * (ofOthers.length - 1.0));
        for (int i = 0; i < scores.length; i++) {
            influence[i] = (influence[i] - auroc) / (events[i] ? ofEvent : ofOther);
        }
        return new AurocInfluence(auroc, influence);
    }

    double auroc() {
        return auroc;
    }

    double of(int i) {
        return influence[i];
    }

    /** Interval on the logit scale; with no variance to go by, as {@link Discrimination#auroc} with {@code k} sure pairs. */
    static Estimate estimate(double auroc, double[] influence, int k, double level) {
        double variance = 0;
        for (double each : influence) {
            variance += each * each;
        }
        // rounding may leave an AUROC of 1 minus the last bit, and influences of that size
        if (!(variance > 1e-24) || auroc <= 0 || auroc >= 1) {
            double q = Intervals.neverSeen(k, level);
            return Intervals.known(auroc, auroc - q * auroc, auroc + q * (1 - auroc), 0, 1, level, influence.length);
        }
        double logit = Math.log(auroc / (1 - auroc));
        double reach = Intervals.z(level) * Math.sqrt(variance) / (auroc * (1 - auroc));
        return Intervals.known(
                auroc, LogOdds.sigmoid(logit - reach), LogOdds.sigmoid(logit + reach), 0, 1, level, influence.length);
    }
}
