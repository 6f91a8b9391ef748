package org.clinicalmlops.monitoring.count;

import java.time.Instant;
import org.clinicalmlops.testkit.monitor.KeptState;

/** The room that a state takes if numbers are written in groups of seven bits. */
final class Room {
    private Room() {}

    static long of(KeptState state) {
        return state.values().stream().mapToLong(Room::bytes).sum();
    }

    private static long bytes(Object value) {
        if (value instanceof Long number) {
            long unsigned = number << 1 ^ number >> 63;
            return Math.max(1, (70 - Long.numberOfLeadingZeros(unsigned)) / 7);
        }
        return value instanceof String text ? text.length() : value instanceof Instant ? 2 * Long.BYTES : Double.BYTES;
    }
}
