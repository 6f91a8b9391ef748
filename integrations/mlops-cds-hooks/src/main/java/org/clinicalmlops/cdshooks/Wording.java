package org.clinicalmlops.cdshooks;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.clinicalmlops.api.serve.Abstention;

/** Texts of cards: cut, escaped and put into words. */
final class Wording {
    /** The specification asks for fewer than 140 characters. */
    static final int SUMMARY = 139;

    private static final String CUT = "…";
    /** What Markdown, or HTML within it, could take for its own in the middle of a line. */
    private static final String SPECIAL = "\\`*_[]<>|&~";

    private Wording() {}

    static void requireText(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }

    static void requireAbsolute(String name, URI value) {
        Objects.requireNonNull(value, name);
        boolean web = "https".equalsIgnoreCase(value.getScheme()) || "http".equalsIgnoreCase(value.getScheme());
        if (!web || value.getHost() == null) {
            throw new IllegalArgumentException(name + " must be an absolute http or https URL, was " + value);
        }
    }

    /** One line of fewer than 140 characters; what is longer is cut after a word, or within a word that is too long itself. */
    static String summary(String text) {
        String line = oneLine(text);
        return line.length() <= SUMMARY ? line : cut(line, SUMMARY);
    }

    /** As {@link #summary(String)}, with an end that is kept where the start is too long. */
    static String summary(String start, String end) {
        String last = oneLine(end);
        int room = SUMMARY - last.length();
        String line = oneLine(start);
        return line.length() <= room || room < SUMMARY / 2 ? summary(line + last) : cut(line, room) + last;
    }

    private static String cut(String line, int length) {
        int end = length - CUT.length();
        int space = line.lastIndexOf(' ', end);
        if (space > length / 2) {
            end = space;
        } else if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end).stripTrailing() + CUT;
    }

    /** Control characters, line ends and runs of spaces become one space. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean gap = Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c)
                    || Character.getType(c) == Character.SURROGATE;
            if (!gap) {
                line.appendCodePoint(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().stripTrailing();
    }

    /** As it is to be read in Markdown, on one line. */
    static String markdown(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        oneLine(text).chars().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    /** In percent, without digits that nobody can act on; never "0 %" or "100 %", which no model can know. */
    static String percent(double risk) {
        if (risk < 0.01) {
            return "below 1 %";
        }
        if (risk > 0.99) {
            return "above 99 %";
        }
        return String.format(Locale.ROOT, "%.0f %%", 100 * risk);
    }

    /** Why there is no answer of the model, to go on after "since". */
    static String why(Abstention reason) {
        return switch (reason) {
            case CLOSED -> "the deployment is closed";
            case STOPPED -> "the model has been stopped";
            case FEATURE_FAILED -> "an input could not be read";
            case NOT_FINITE -> "an input is infinite";
            case OUT_OF_SCOPE -> "the model is not meant for this patient";
            case IMPLAUSIBLE -> "an input has a value that no patient has";
            case OUT_OF_DATE -> "an input is older than it may be, or of unknown age";
            case TOO_MUCH_MISSING -> "too many inputs are missing";
            case MISSING_INPUT -> "an input that the model needs is missing";
            case MODEL_FAILED -> "the model failed";
            case NOT_RECORDED -> "the answer could not be recorded";
        };
    }
}
