package org.clinicalmlops.api;

/**
 * Predicted probability that the event of the use case happens inside its horizon.
 *
 * @param value probability, in [0, 1]; NaN is rejected
 */
public record Risk(double value) implements Output {
    public Risk {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + value);
        }
    }
}
