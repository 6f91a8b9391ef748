package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;

/** What an entry states: texts by name, sorted by name. Immutable; every {@code with} returns new facts. */
public final class Facts {
    /** States nothing. */
    public static final Facts NONE = new Facts(new TreeMap<>());

    private final SortedMap<String, String> texts;

    private Facts(SortedMap<String, String> texts) {
        this.texts = texts;
    }

    public static Facts of(String name, String value) {
        return NONE.with(name, value);
    }

    public static Facts of(String name, Digest value) {
        return NONE.with(name, value);
    }

    public static Facts of(Map<String, String> texts) {
        SortedMap<String, String> sorted = new TreeMap<>();
        texts.forEach((name, value) -> state(sorted, name, value));
        return new Facts(sorted);
    }

    /** @throws IllegalArgumentException if the name is stated already */
    public Facts with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(texts);
        state(more, name, value);
        return new Facts(more);
    }

    public Facts with(String name, Digest value) {
        return with(name, value.hex());
    }

    public Facts with(String name, Instant value) {
        return with(name, value.toString());
    }

    public Facts with(String name, long value) {
        return with(name, Long.toString(value));
    }

    public Facts with(String name, boolean value) {
        return with(name, Boolean.toString(value));
    }

    /** The shortest decimal that reads back as the same double; NaN and infinite values as Java writes them. */
    public Facts with(String name, double value) {
        return with(name, Double.isFinite(value) ? Declaration.number(value) : Double.toString(value));
    }

    /** These and those. */
    public Facts and(Facts others) {
        SortedMap<String, String> more = new TreeMap<>(texts);
        others.texts.forEach((name, value) -> state(more, name, value));
        return new Facts(more);
    }

    private static void state(SortedMap<String, String> texts, String name, String value) {
        if (texts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name)) != null) {
            throw new IllegalArgumentException("stated twice: " + name);
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** Whether {@code name} is stated with exactly this value. */
    public boolean says(String name, String value) {
        return value.equals(texts.get(name));
    }

    /** @throws IllegalArgumentException if nothing is stated under this name */
    public String required(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no fact '" + name + "'; there are " + texts.keySet());
        }
        return text;
    }

    /** Passes name and text of each, sorted by name. Allocates nothing. */
    public void forEach(BiConsumer<? super String, ? super String> each) {
        texts.forEach(each);
    }

    /** Sorted by name; unmodifiable. */
    public SortedMap<String, String> asMap() {
        return Collections.unmodifiableSortedMap(texts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts f && texts.equals(f.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
