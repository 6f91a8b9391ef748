package org.clinicalmlops.metrics.updating;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.learn.UpdateExtent;

/**
 * Rows that one refit has not learnt from.
 *
 * @param refit log likelihood of the refit's risks
 * @param sufficient what recalibration reaches on the same rows; empty where it has no maximum
 * @param smaller cases in the smaller class
 */
record Unseen(double refit, Optional<Sufficient> sufficient, long smaller) {

    static Unseen of(double[] risks, double[] refit, boolean[] happened, int[] rows) {
        double[] original = new double[rows.length];
        double[] anew = new double[rows.length];
        boolean[] outcomes = new boolean[rows.length];
        long count = 0;
        for (int i = 0; i < rows.length; i++) {
            original[i] = risks[rows[i]];
            anew[i] = refit[rows[i]];
            outcomes[i] = happened[rows[i]];
            count += outcomes[i] ? 1 : 0;
        }
        double[] events = Sufficient.events(outcomes);
        return new Unseen(
                Sufficient.logLikelihood(Sufficient.logOdds(anew), events),
                Sufficient.of(Sufficient.logOdds(original), events),
                Math.min(count, rows.length - count));
    }

    /** Logarithm of the mean of the folds' likelihood ratios: a mean of such ratios is at most 1 in expectation too. */
    static double logMean(List<Unseen> parts, UpdateExtent extent) {
        double[] logs = new double[parts.size()];
        double most = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < logs.length; f++) {
            Unseen part = parts.get(f);
            logs[f] = part.refit - part.sufficient.orElseThrow().reached(extent);
            most = Math.max(most, logs[f]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum / logs.length);
    }
}
