package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.LogitRegression;

/**
 * Platt scaling (Platt 1999): a logistic function of a score, {@code sigmoid(intercept + slope score)}. Its own score is the margin of
 * a support vector machine; the score of a risk is its log odds. With {@link Targets#PLAIN} on log odds this is
 * {@link LogisticRecalibration}.
 *
 * @param intercept finite
 * @param slope finite; below 0 if higher scores went with fewer events
 */
public record PlattScaling(double intercept, double slope) implements Calibrator {

    /** What the logistic function is fitted to. */
    public enum Targets {
        /** Outcomes as they are, 0 and 1. */
        PLAIN,
        /**
         * Platt's: {@code (events + 1) / (events + 2)} for an event and {@code 1 / (others + 2)} for a non-event, which keeps risks away
         * from 0 and 1, and exists where a threshold separates the classes.
         */
        SMOOTHED
    }

    public PlattScaling {
        if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
            throw new IllegalArgumentException(
                    "intercept and slope must be finite, were " + intercept + " and " + slope);
        }
    }

    /**
     * Fits to the log odds of risks.
     *
     * @param risks shape [n], each in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected; only read
     * @param happened shape [n]; only read
     * @return undetermined if a class is empty, all risks are equal, or, with {@link Targets#PLAIN}, a threshold separates the
     *     classes; cost O(n) for each of some ten steps
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Calibrator.Fit<PlattScaling> fit(double[] risks, boolean[] happened, Targets targets) {
        Cases.check("risks", risks, happened);
        Objects.requireNonNull(targets, "targets");
        double[] logOdds = new double[risks.length];
        for (int i = 0; i < logOdds.length; i++) {
            logOdds[i] = LogOdds.logit(risks[i]);
        }
        return fitted(logOdds, happened, targets);
    }

    /**
     * Fits to scores of any scale; {@link #ofScore} applies it.
     *
     * @param scores shape [n], finite; only read
     * @param happened shape [n]; only read
     * @return as {@link #fit}
     * @throws IllegalArgumentException if lengths differ or a score is not finite
     */
    public static Calibrator.Fit<PlattScaling> fitScores(double[] scores, boolean[] happened, Targets targets) {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(happened, "happened");
        Objects.requireNonNull(targets, "targets");
        if (scores.length != happened.length) {
            throw new IllegalArgumentException(
                    "scores and happened must be of one length, were " + scores.length + " and " + happened.length);
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("scores[" + i + "] must be finite, was " + scores[i]);
            }
        }
        return fitted(scores.clone(), happened, targets);
    }

    private static Calibrator.Fit<PlattScaling> fitted(double[] scores, boolean[] happened, Targets targets) {
        int n = scores.length;
        int events = Cases.events(happened);
        if (events == 0 || events == n) {
            return new Calibrator.Fit.Undetermined<>(
                    "both classes are needed, there were " + events + " events among " + n + " cases");
        }
        double high = targets == Targets.SMOOTHED ? (events + 1.0) / (events + 2.0) : 1;
        double low = targets == Targets.SMOOTHED ? 1 / (n - events + 2.0) : 0;
        double mean = 0;
        for (double score : scores) {
            mean += score / n;
        }
        double[] ones = new double[n];
        double[] target = new double[n];
        boolean same = true;
        double first = scores[0];
        for (int i = 0; i < n; i++) {
            same &= scores[i] == first;
            ones[i] = 1;
            target[i] = happened[i] ? high : low;
            scores[i] -= mean;
        }
        if (same) {
            return new Calibrator.Fit.Undetermined<>("all cases have the same risk");
        }
        Optional<LogitRegression> fit = LogitRegression.of(new double[][] {ones, scores}, ones, target);
        if (fit.isEmpty()) {
            return new Calibrator.Fit.Undetermined<>(
                    "a threshold on the risk separates cases with the event from cases without");
        }
        double[] found = fit.get().coefficients();
        return new Calibrator.Fit.Fitted<>(new PlattScaling(found[0] - found[1] * mean, found[1]));
    }

    /** The calibrated risk of a score on the scale of {@link #fitScores}; infinite ones are accepted, NaN is rejected. */
    public double ofScore(double score) {
        if (score != score) {
            throw new IllegalArgumentException("score must be a number, was NaN");
        }
        return LogOdds.sigmoid(slope == 0 ? intercept : intercept + slope * score);
    }

    @Override
    public double apply(double risk) {
        return ofScore(LogOdds.logit(risk));
    }
}
