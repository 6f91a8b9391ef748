package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * Recalibration in the large: all log odds moved by one number, so that as many events are expected as happened; the order and the
 * spread of the risks stay. The smallest update of a model (Steyerberg et al. 2004), fit for few events;
 * {@link LogisticRecalibration} is the next. Immutable.
 *
 * @see <a href="https://doi.org/10.1002/sim.1844">Steyerberg et al. 2004</a>
 */
public sealed interface RecalibrationInTheLarge {

    /**
     * The fit.
     *
     * @param shift finite, in log odds; above 0 if risk was under-predicted
     * @param error standard error of the shift, by the information at the fit
     */
    record Fitted(double shift, double error) implements RecalibrationInTheLarge {
        public Fitted {
            if (!Double.isFinite(shift)) {
                throw new IllegalArgumentException("shift must be finite, was " + shift);
            }
            if (!(error > 0 && error < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("error must be finite and > 0, was " + error);
            }
        }

        /**
         * The recalibrated risk, {@code sigmoid(shift + logit(risk))}.
         *
         * @param risk in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected
         * @throws IllegalArgumentException if {@code risk} is outside [0, 1]
         */
        public double apply(double risk) {
            return LogOdds.sigmoid(shift + LogOdds.logit(risk));
        }
    }

    /**
     * The likelihood has no maximum on these cases: there are none, or one class is empty.
     *
     * @param reason in words for a reader of the report
     */
    record Undetermined(String reason) implements RecalibrationInTheLarge {
        public Undetermined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Fits the shift by Newton's method.
     *
     * @param risks predicted risks, shape [n], each in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected; only read
     * @param happened outcomes, shape [n]; only read
     * @return cost O(n) for each of some ten steps
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    static RecalibrationInTheLarge fit(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        int events = Cases.events(happened);
        if (events == 0 || events == happened.length) {
            return new Undetermined(
                    "both classes are needed, there were " + events + " events among " + happened.length + " cases");
        }
        return LogisticFit.intercept(risks, happened)
                .<RecalibrationInTheLarge>map(fit -> new Fitted(fit.value(), fit.error()))
                .orElseGet(() -> new Undetermined("the fit of the intercept did not converge"));
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
