package org.clinicalmlops.monitoring.proof;

import java.util.function.DoubleUnaryOperator;

/** What goes wrong with what is recorded, in the ways in which it does. A feature is meant by its column. */
final class Faults {
    private Faults() {}

    /** Every value is changed. */
    static Fault each(int column, DoubleUnaryOperator change) {
        return (values, random) -> values[column] = change.applyAsDouble(values[column]);
    }

    /** A share of the values is changed. */
    static Fault some(int column, double share, DoubleUnaryOperator change) {
        return (values, random) -> {
            if (random.nextDouble() < share) {
                values[column] = change.applyAsDouble(values[column]);
            }
        };
    }

    /** A share of the values that are there is lost. */
    static Fault lost(int column, double share) {
        return some(column, share, x -> Double.NaN);
    }

    static Fault swapped(int a, int b) {
        return (values, random) -> {
            double kept = values[a];
            values[a] = values[b];
            values[b] = kept;
        };
    }

    /**
     * A column is missing wherever another is, and a share {@code filled} of its other gaps is filled with a number: so that it is
     * missing as often as before, and never alone.
     */
    static Fault missingWith(int column, int other, double filled, double number) {
        return (values, random) -> {
            boolean fills = random.nextDouble() < filled;
            if (Double.isNaN(values[other])) {
                values[column] = Double.NaN;
            } else if (Double.isNaN(values[column]) && fills) {
                values[column] = number;
            }
        };
    }
}
