package org.clinicalmlops.api;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Canonical JSON of what a value declares: names in order, numbers as the shortest decimal that reads back as the same double,
 * no white space. Two equal declarations have equal bytes on every machine and JDK, so that their SHA-256 is a name for the
 * value. Immutable; every {@code with} returns a new declaration.
 */
public final class Declaration {
    private final SortedMap<String, String> members;

    private Declaration(SortedMap<String, String> members) {
        this.members = members;
    }

    /** @param kind what the value is, for example {@code "logistic"}; stored as the member {@code "is"} */
    public static Declaration of(String kind) {
        return new Declaration(new TreeMap<>()).with("is", kind);
    }

    public Declaration with(String name, String value) {
        return member(name, quoted(Objects.requireNonNull(value, name)));
    }

    /** @param value finite */
    public Declaration with(String name, double value) {
        return member(name, finite(name, value));
    }

    public Declaration with(String name, long value) {
        return member(name, Long.toString(value));
    }

    public Declaration with(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    public Declaration with(String name, Instant value) {
        return with(name, value.toString());
    }

    public Declaration with(String name, Declared value) {
        return with(name, value.declaration());
    }

    public Declaration with(String name, Declaration value) {
        return member(name, value.json());
    }

    /** In the order of the list: an order that does not matter must be sorted by the caller. */
    public Declaration with(String name, List<? extends Declared> values) {
        return list(name, json -> {
            for (Declared value : values) {
                separated(json).append(value.declaration().json());
            }
        });
    }

    public Declaration withTexts(String name, List<String> values) {
        return list(name, json -> {
            for (String value : values) {
                separated(json).append(quoted(value));
            }
        });
    }

    /** @param values each finite */
    public Declaration withNumbers(String name, double[] values) {
        return list(name, json -> {
            for (double value : values) {
                separated(json).append(finite(name, value));
            }
        });
    }

    public Declaration withNumbers(String name, int[] values) {
        return list(name, json -> {
            for (int value : values) {
                separated(json).append(value);
            }
        });
    }

    /** The canonical text. */
    public String json() {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append(quoted(name)).append(':').append(value);
        });
        return json.append('}').toString();
    }

    /** SHA-256 of the UTF-8 bytes of {@link #json()}. */
    public Digest digest() {
        return Digest.of(json());
    }

    /** The canonical text of a finite number: the shortest decimal that reads back as the same double; both zeros are {@code 0}. */
    public static String number(double value) {
        return CanonicalNumber.text(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Declaration d && members.equals(d.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }

    private Declaration list(String name, Consumer<StringBuilder> items) {
        StringBuilder json = new StringBuilder("[");
        items.accept(json);
        return member(name, json.append(']').toString());
    }

    private static StringBuilder separated(StringBuilder json) {
        return json.length() > 1 ? json.append(',') : json;
    }

    private Declaration member(String name, String json) {
        SortedMap<String, String> more = new TreeMap<>(members);
        if (more.put(Objects.requireNonNull(name, "name"), json) != null) {
            throw new IllegalArgumentException("declared twice: " + name);
        }
        return new Declaration(more);
    }

    private static String finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite to be declared, was " + value);
        }
        return number(value);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || halfPair(text, i)) {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** Half of a surrogate pair has no bytes in UTF-8: unescaped, two different texts would have one digest. */
    private static boolean halfPair(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
