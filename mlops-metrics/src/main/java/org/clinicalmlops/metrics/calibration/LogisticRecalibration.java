package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * Logistic recalibration (Cox 1958, Biometrika 45:562-565): the outcome regressed on the log odds of the predicted risk. A well
 * calibrated model has intercept 0 and slope 1; a slope below 1 says that its risks are too extreme. Maximum likelihood, or why
 * there is none. Immutable.
 */
public sealed interface LogisticRecalibration {

    /**
     * The fit.
     *
     * @param intercept finite, in log odds
     * @param slope finite; below 0 if higher risks went with fewer events
     * @param interceptError standard error of the intercept, by the information at the fit
     * @param slopeError standard error of the slope
     */
    record Fitted(double intercept, double slope, double interceptError, double slopeError)
            implements LogisticRecalibration {
        public Fitted {
            if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
                throw new IllegalArgumentException(
                        "intercept and slope must be finite, were " + intercept + " and " + slope);
            }
            if (!(interceptError > 0 && slopeError > 0)
                    || !Double.isFinite(interceptError)
                    || !Double.isFinite(slopeError)) {
                throw new IllegalArgumentException(
                        "standard errors must be finite and > 0, were " + interceptError + " and " + slopeError);
            }
        }

        /**
         * The recalibrated risk, {@code sigmoid(intercept + slope logit(risk))}.
         *
         * @param risk in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected
         * @throws IllegalArgumentException if {@code risk} is outside [0, 1]
         */
        public double apply(double risk) {
            return LogOdds.sigmoid(intercept + slope * LogOdds.logit(risk));
        }
    }

    /**
     * The likelihood has no maximum on these cases: one class is empty, all risks are equal, or a threshold on the risk separates
     * the classes.
     *
     * @param reason in words for a reader of the report
     */
    record Undetermined(String reason) implements LogisticRecalibration {
        public Undetermined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Fits intercept and slope by Newton's method, until a step changes neither by more than 1e-9 of itself.
     *
     * @param risks predicted risks, shape [n], each in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected; only read
     * @param happened outcomes, shape [n]; only read
     * @return cost O(n) for each of some ten steps
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    static LogisticRecalibration fit(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        return LogisticFit.of(risks, happened);
    }

    /** {@link #fit(double[], boolean[])} of counted cases; cost O(distinct risks) for each step. */
    static LogisticRecalibration fit(RiskCounts cases) {
        return LogisticFit.of(cases);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Fitted, ? extends T> fitted, Function<? super Undetermined, ? extends T> undetermined) {
        if (this instanceof Fitted f) {
            return fitted.apply(f);
        }
        return undetermined.apply((Undetermined) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Fitted> fitted, Consumer<? super Undetermined> undetermined) {
        if (this instanceof Fitted f) {
            fitted.accept(f);
        } else {
            undetermined.accept((Undetermined) this);
        }
    }
}
