package org.clinicalmlops.api.ledger;

/** A text inside a line of a {@link PredictionBlock}. */
final class BlockText {
    /** Stands for a fact that a row does not state; no text is written so. */
    static final String ABSENT = "\\-";

    /** What is written after a backslash, and at the same place what it stands for. */
    private static final String WRITTEN = "\\tnr0";

    private static final String MEANT = "\\\t\n\r\0";
    private static final char EMPTY = 'e';

    private BlockText() {}

    static void append(StringBuilder line, String text) {
        if (text.isEmpty()) {
            line.append('\\').append(EMPTY);
            return;
        }
        int length = text.length();
        int plain = 0;
        while (plain < length && !isEscaped(text.charAt(plain))) {
            plain++;
        }
        if (plain == length) { // nearly always
            line.append(text);
            return;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isEscaped(c)) {
                line.append('\\').append(WRITTEN.charAt(MEANT.indexOf(c)));
            } else {
                line.append(c);
            }
        }
    }

    private static boolean isEscaped(char c) {
        return c == '\\' || c <= '\r' && MEANT.indexOf(c) >= 0;
    }

    /**
     * The text that {@code body} holds between two places, as {@link #append} writes it.
     *
     * @throws IllegalArgumentException if it is nothing that {@link #append} writes; does not say what it is
     */
    static String read(String body, int from, int until) {
        if (from == until) {
            throw new IllegalArgumentException("an empty text is not written so");
        }
        if (plain(body, from, until)) {
            return body.substring(from, until);
        }
        if (until - from == 2 && body.charAt(from) == '\\' && body.charAt(from + 1) == EMPTY) {
            return "";
        }
        StringBuilder text = new StringBuilder(until - from);
        for (int i = from; i < until; i++) {
            char c = body.charAt(i);
            if (c == '\\') {
                i++;
                int meant = i < until ? WRITTEN.indexOf(body.charAt(i)) : -1;
                if (meant < 0) {
                    throw new IllegalArgumentException("a backslash has no meaning there");
                }
                text.append(MEANT.charAt(meant));
            } else if (isEscaped(c)) {
                throw new IllegalArgumentException("a control character stands there unescaped");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Refuses what {@link #read} refuses. */
    static void check(String body, int from, int until) {
        if (from == until || !plain(body, from, until)) {
            read(body, from, until);
        }
    }

    private static boolean plain(String body, int from, int until) {
        for (int i = from; i < until; i++) {
            char c = body.charAt(i);
            if (isEscaped(c)) {
                return false;
            }
        }
        return true;
    }

    /** Finds parts of a body in which nothing but tabs and ends of lines means anything else than itself; asked from its begin to its end. */
    static final class Escapes {
        private static final String MARKS = "\\\r\0";

        private final String body;
        /** Where each mark comes next. */
        private final int[] next = {-1, -1, -1};

        Escapes(String body) {
            this.body = body;
        }

        boolean none(int from, int until) {
            boolean none = true;
            for (int i = 0; i < next.length; i++) {
                if (next[i] < from) {
                    int found = body.indexOf(MARKS.charAt(i), from);
                    next[i] = found < 0 ? Integer.MAX_VALUE : found;
                }
                none &= next[i] >= until;
            }
            return none;
        }
    }
}
