package org.clinicalmlops.api.learn;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * From one number to another, both included.
 *
 * @param low finite
 * @param high finite, {@code >= low}
 */
public record Range(double low, double high) implements Declared {
    public Range {
        if (!(Double.isFinite(low) && low <= high && Double.isFinite(high))) {
            throw new IllegalArgumentException(
                    "a range must have finite ends with low <= high, was " + low + " to " + high);
        }
    }

    /** NaN is in no range. */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("range").with("low", low).with("high", high);
    }

    @Override
    public String toString() {
        return Declaration.number(low) + " to " + Declaration.number(high);
    }
}
