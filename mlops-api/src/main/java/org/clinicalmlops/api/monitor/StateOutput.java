package org.clinicalmlops.api.monitor;

import java.time.Instant;

/** Takes a detector's state, value by value; {@link StateInput} gives it back in the same order. */
public interface StateOutput {
    void putLong(long value);

    /** Every bit of it. */
    void putDouble(double value);

    void putText(String value);

    void putInstant(Instant value);

    /** The number of values, then each; small ones take little room. */
    default void putLongs(long[] values) {
        putLong(values.length);
        for (long value : values) {
            putLong(value);
        }
    }

    /** The number of values, then each. */
    default void putDoubles(double[] values) {
        putLong(values.length);
        for (double value : values) {
            putDouble(value);
        }
    }
}
