package org.clinicalmlops.api.ledger;

import java.time.Instant;

/**
 * Writes instants as {@link Instant#toString} does, and remembers the second: predictions that are stored together were mostly made in the
 * same one, and writing it costs more than all other facts of a prediction. Not thread-safe.
 */
final class InstantText {
    private long second = Long.MIN_VALUE;
    private String untilSecond = "";

    void append(StringBuilder line, Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            untilSecond = whole.substring(0, whole.length() - 1);
        }
        line.append(untilSecond);
        int nanos = at.getNano();
        if (nanos != 0) {
            line.append('.');
            int beyond = nanos % 1_000_000 == 0 ? 1_000_000 : nanos % 1_000 == 0 ? 1_000 : 1; // as Instant writes them
            for (int unit = 100_000_000; unit >= beyond; unit /= 10) {
                line.append((char) ('0' + nanos / unit % 10));
            }
        }
        line.append('Z');
    }
}
