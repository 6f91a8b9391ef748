package org.clinicalmlops.core.imported;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** Lines {@code name=value} of one section. Numbers are read as they are written in decimal; names such as NaN are refused. */
final class LightgbmSection {
    /** Our choice: a double has at most 24 characters. */
    private static final int NUMBER = 40;

    private final String where;
    private final Map<String, String> lines;

    LightgbmSection(String where, Map<String, String> lines) {
        this.where = where;
        this.lines = lines;
    }

    /** Refuses a line that is not listed: what a reader does not know may change what the model answers. */
    void only(Set<String> known) {
        for (String name : lines.keySet()) {
            if (!known.contains(name)) {
                throw Refusal.of(Kind.NOT_SUPPORTED, where(Refusal.shown(name)), "not known to this reader");
            }
        }
    }

    boolean has(String name) {
        return lines.containsKey(name);
    }

    String text(String name) {
        String value = lines.get(name);
        if (value == null) {
            throw Refusal.of(Kind.FORMAT, where, "there is no '" + name + "'");
        }
        return value;
    }

    int whole(String name) {
        return Fields.whole(number(text(name), name), where(name));
    }

    /** A whole number, or what is meant where the line is not there. */
    int whole(String name, int otherwise) {
        return has(name) ? whole(name) : otherwise;
    }

    double number(String text, String name) {
        if (!text.isEmpty() && text.length() <= NUMBER && text.chars().allMatch(LightgbmSection::decimal)) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw Refusal.of(Kind.FORMAT, where(name), "a number is expected, was " + Refusal.shown(text));
    }

    private static boolean decimal(int c) {
        return c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
    }

    /** @param length how many there have to be */
    Part.Numbers numbers(String name, int length) {
        String line = text(name);
        GrowingNumbers numbers = new GrowingNumbers();
        int at = 0;
        while (at < line.length()) {
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            if (end > at) {
                numbers.add(number(line.substring(at, end), name));
            }
            at = end + 1;
        }
        if (numbers.size() != length) {
            throw Refusal.of(Kind.CONTENT, where(name), length + " numbers are expected, there are " + numbers.size());
        }
        return numbers.end();
    }

    List<String> words(String name) {
        String[] words = text(name).split(" ", Limits.COLUMNS + 1);
        Limits.atMost(Limits.COLUMNS, words.length, where(name), "words");
        return List.of(words);
    }

    String where() {
        return where;
    }

    String where(String name) {
        return where + ", " + name;
    }
}
