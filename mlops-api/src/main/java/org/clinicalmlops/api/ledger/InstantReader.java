package org.clinicalmlops.api.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants as {@link InstantText} writes them, and remembers the minute: reading a date costs more than the rest of a row. Not
 * thread-safe.
 */
final class InstantReader {
    /** {@code 2024-03-01T12:00:}, of years with four digits. */
    private static final int TO_THE_MINUTE = 17;

    private String minute = "";
    private long second;

    /** @throws IllegalArgumentException if it is nothing that {@link Instant#toString} writes */
    Instant read(String body, int from, int until) {
        if (!minute.isEmpty() && body.startsWith(minute, from)) {
            Instant at = inMinute(body, from + TO_THE_MINUTE, until);
            if (at != null) {
                return at;
            }
        }
        return anew(body.substring(from, until));
    }

    private Instant anew(String text) {
        try {
            Instant at = Instant.parse(text);
            if (at.toString().equals(text)) {
                if (text.indexOf('T') == 10) {
                    minute = text.substring(0, TO_THE_MINUTE);
                    second = Math.floorDiv(at.getEpochSecond(), 60) * 60;
                }
                return at;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw new IllegalArgumentException("its instant is not written as a ledger writes it");
    }

    /** {@code ss[.fff[fff[fff]]]Z}; null if it is anything else. */
    private @Nullable Instant inMinute(String body, int from, int until) {
        int length = until - from;
        boolean whole = length == 3;
        boolean fraction = length == 7 || length == 10 || length == 13;
        if (!whole && !fraction || body.charAt(until - 1) != 'Z') {
            return null;
        }
        int seconds = number(body, from, from + 2);
        if (seconds < 0 || seconds > 59) {
            return null;
        }
        if (whole) {
            return Instant.ofEpochSecond(second + seconds);
        }
        int nanos = number(body, from + 3, until - 1);
        if (body.charAt(from + 2) != '.' || nanos < 0 || nanos % 1_000 == 0 && length != 7 || nanos == 0) {
            return null; // the last three digits are not all zero, unless there are no others
        }
        int scale = length == 7 ? 1_000_000 : length == 10 ? 1_000 : 1;
        return Instant.ofEpochSecond(second + seconds, (long) nanos * scale);
    }

    /** Of decimal digits; -1 if there is another character. */
    private static int number(String body, int from, int until) {
        int number = 0;
        for (int i = from; i < until; i++) {
            int digit = body.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
