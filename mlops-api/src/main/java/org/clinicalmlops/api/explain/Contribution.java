package org.clinicalmlops.api.explain;

import java.util.Objects;
import java.util.Optional;

/**
 * The part that one feature of the host has in an answer: all columns that the model makes of it together, whether it is missing among
 * them. It says what the model made of the value, not what the value does to a patient.
 *
 * @param feature its name
 * @param unit UCUM code, {@code "1"} for none
 * @param value as the model saw it
 * @param typical what it is compared with; empty on the scale of {@link Scale#POINTS}, where a feature is compared with no points
 * @param amount on the scale of its {@link Contributions}; finite; above 0 the answer is higher for it; 0 if it has no part
 */
public record Contribution(String feature, String unit, SeenValue value, Optional<SeenValue> typical, double amount) {
    public Contribution {
        Objects.requireNonNull(feature, "feature");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(typical, "typical");
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException("the amount of '" + feature + "' must be finite, was " + amount);
        }
    }

    /** How large its part is, whichever way. */
    public double size() {
        return Math.abs(amount);
    }
}
