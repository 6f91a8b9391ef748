package org.clinicalmlops.metrics.updating;

import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.LogitRegression;

/** The largest log likelihoods that the original model reaches as it is, with a new intercept, and with intercept and slope. */
final class Sufficient {
    private final double none;
    private final double intercept;
    private final double logistic;

    private Sufficient(double none, double intercept, double logistic) {
        this.none = none;
        this.intercept = intercept;
        this.logistic = logistic;
    }

    /**
     * Empty if intercept and slope have no maximum: one class, one risk, or a threshold that separates the classes.
     *
     * @param logOdds of the original model
     */
    static Optional<Sufficient> of(double[] logOdds, double[] events) {
        double[] ones = ones(logOdds.length);
        Optional<LogitRegression> level = LogitRegression.of(new double[][] {ones}, logOdds, ones, events);
        Optional<LogitRegression> both = LogitRegression.of(new double[][] {ones, logOdds}, ones, events);
        return level.flatMap(l ->
                both.map(b -> new Sufficient(logLikelihood(logOdds, events), l.logLikelihood(), b.logLikelihood())));
    }

    double reached(UpdateExtent extent) {
        return switch (extent) {
            case NONE -> none;
            case INTERCEPT -> intercept;
            case LOGISTIC -> logistic;
            case REFIT -> throw new IllegalArgumentException("a refit is no recalibration");
        };
    }

    /** Parameters that recalibration to this extent estimates. */
    static int parameters(UpdateExtent extent) {
        return extent.ordinal();
    }

    static double logLikelihood(double[] logOdds, double[] events) {
        double sum = 0;
        for (int i = 0; i < logOdds.length; i++) {
            double against = events[i] > 0 ? -logOdds[i] : logOdds[i];
            sum -= against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
        }
        return sum;
    }

    static double[] logOdds(double[] risks) {
        return Arrays.stream(risks).map(LogOdds::logit).toArray();
    }

    static double[] events(boolean[] happened) {
        double[] events = new double[happened.length];
        for (int i = 0; i < events.length; i++) {
            events[i] = happened[i] ? 1 : 0;
        }
        return events;
    }

    static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
