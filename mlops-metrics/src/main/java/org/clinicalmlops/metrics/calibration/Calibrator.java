package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A map from predicted risks to risks that agree better with outcomes, fitted on cases that the model was not trained on. Never
 * decreasing, except for {@link PlattScaling} with a negative slope. Immutable, safe for any thread.
 *
 * <p>Beside these there are {@link RecalibrationInTheLarge} (one parameter) and {@link LogisticRecalibration} (two, with standard
 * errors), which need fewer events.
 */
public sealed interface Calibrator permits PlattScaling, BetaCalibration, IsotonicCalibration {

    /**
     * The calibrated risk.
     *
     * @param risk in [0, 1]; NaN is rejected
     * @return in [0, 1]
     * @throws IllegalArgumentException if {@code risk} is outside [0, 1]
     */
    double apply(double risk);

    /** The answer of a fit. */
    sealed interface Fit<C extends Calibrator> {
        /** A calibrator. */
        record Fitted<C extends Calibrator>(C calibrator) implements Fit<C> {
            public Fitted {
                Objects.requireNonNull(calibrator, "calibrator");
            }
        }

        /**
         * The likelihood has no maximum on these cases.
         *
         * @param reason in words for a reader of the report
         */
        record Undetermined<C extends Calibrator>(String reason) implements Fit<C> {
            public Undetermined {
                Objects.requireNonNull(reason, "reason");
            }
        }

        /** Answers one value for whichever case holds. */
        default <T> T fold(
                Function<? super Fitted<C>, ? extends T> fitted,
                Function<? super Undetermined<C>, ? extends T> undetermined) {
            if (this instanceof Fitted<C> f) {
                return fitted.apply(f);
            }
            return undetermined.apply((Undetermined<C>) this);
        }

        /** {@link #fold} for effects. */
        default void match(Consumer<? super Fitted<C>> fitted, Consumer<? super Undetermined<C>> undetermined) {
            if (this instanceof Fitted<C> f) {
                fitted.accept(f);
            } else {
                undetermined.accept((Undetermined<C>) this);
            }
        }
    }
}
