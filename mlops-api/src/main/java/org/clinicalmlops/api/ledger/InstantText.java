package org.clinicalmlops.api.ledger;

import java.time.Instant;

/**
 * Writes instants as {@link Instant#toString} does, and remembers the second: predictions that are stored together were mostly made in the
 * same one, and writing it costs more than all other facts of a prediction. Not thread-safe.
 */
final class InstantText {
    private long second = Long.MIN_VALUE;
    private String untilSecond = "";

    String text(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            untilSecond = whole.substring(0, whole.length() - 1);
        }
        int nanos = at.getNano();
        if (nanos == 0) {
            return untilSecond + "Z";
        }
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9; // as Instant writes them
        String fraction = Integer.toString(1_000_000_000 + nanos); // the first digit keeps the zeros
        return untilSecond + "." + fraction.substring(1, 1 + digits) + "Z";
    }
}
