package org.clinicalmlops.metrics.distribution;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How far apart two samples are, or why it cannot be said. A distance of samples is above 0 by chance alone, the more so the fewer
 * cases there are: it tells the size of a difference, and no fixed limit on it tells whether there is one. Immutable.
 */
public sealed interface Distance {

    /**
     * The distance was measured.
     *
     * @param value finite, {@code >= 0}; its unit is told at the function that measured it
     * @param nReference cases in the reference, {@code >= 1}
     * @param nCurrent cases in the current sample, {@code >= 1}
     */
    record Measured(double value, long nReference, long nCurrent) implements Distance {
        public Measured {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("value must be finite and >= 0, was " + value);
            }
            if (nReference < 1 || nCurrent < 1) {
                throw new IllegalArgumentException(
                        "nReference and nCurrent must be >= 1, were " + nReference + " and " + nCurrent);
            }
        }
    }

    /**
     * The distance does not exist on these data.
     *
     * @param reason in words for a reader of the report
     * @param nReference cases in the reference
     * @param nCurrent cases in the current sample
     */
    record NotMeasured(String reason, long nReference, long nCurrent) implements Distance {
        public NotMeasured {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Measured, ? extends T> measured, Function<? super NotMeasured, ? extends T> notMeasured) {
        if (this instanceof Measured m) {
            return measured.apply(m);
        }
        return notMeasured.apply((NotMeasured) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Measured> measured, Consumer<? super NotMeasured> notMeasured) {
        if (this instanceof Measured m) {
            measured.accept(m);
        } else {
            notMeasured.accept((NotMeasured) this);
        }
    }
}
