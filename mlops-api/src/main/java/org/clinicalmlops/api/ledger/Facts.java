package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Arrays;
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
    public static final Facts NONE = new Facts(new String[0]);

    /** Name, text, name, text, ..., sorted by name: every prediction has facts, and waits with them to be stored. */
    private final String[] stated;

    private Facts(String[] stated) {
        this.stated = stated;
    }

    public static Facts of(String name, String value) {
        return NONE.with(name, value);
    }

    public static Facts of(String name, Digest value) {
        return NONE.with(name, value);
    }

    public static Facts of(Map<String, String> texts) {
        SortedMap<String, String> sorted = new TreeMap<>();
        texts.forEach((name, value) -> {
            if (sorted.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name)) != null) {
                throw statedTwice(name);
            }
        });
        String[] stated = new String[2 * sorted.size()];
        int end = 0;
        for (Map.Entry<String, String> fact : sorted.entrySet()) {
            stated[end++] = fact.getKey();
            stated[end++] = fact.getValue();
        }
        return new Facts(stated);
    }

    /**
     * Collects many facts, which costs less than one {@code with} after the other.
     *
     * @param size how many are expected
     */
    public static Collecting collecting(int size) {
        return new Collecting(size);
    }

    /** Facts on their way. Cheapest in the order of their names. Not thread-safe. */
    public static final class Collecting {
        private String[] stated;
        private int end;

        private Collecting(int size) {
            this.stated = new String[2 * Math.max(1, size)];
        }

        /** @throws IllegalArgumentException if the name is stated already */
        public Collecting add(String name, String value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, name);
            int place = end;
            while (place > 0 && stated[place - 2].compareTo(name) >= 0) {
                place -= 2;
                if (stated[place].equals(name)) {
                    throw statedTwice(name);
                }
            }
            if (end == stated.length) {
                stated = Arrays.copyOf(stated, 2 * end);
            }
            System.arraycopy(stated, place, stated, place + 2, end - place);
            stated[place] = name;
            stated[place + 1] = value;
            end += 2;
            return this;
        }

        public Facts facts() {
            return new Facts(Arrays.copyOf(stated, end));
        }
    }

    /** @throws IllegalArgumentException if the name is stated already */
    public Facts with(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, name);
        int place = place(name);
        if (place >= 0) {
            throw statedTwice(name);
        }
        int before = 2 * -(place + 1);
        String[] more = new String[stated.length + 2];
        System.arraycopy(stated, 0, more, 0, before);
        more[before] = name;
        more[before + 1] = value;
        System.arraycopy(stated, before, more, before + 2, stated.length - before);
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

    /** These and those. @throws IllegalArgumentException if both state the same name */
    public Facts and(Facts others) {
        String[] more = new String[stated.length + others.stated.length];
        int these = 0;
        int those = 0;
        for (int end = 0; end < more.length; end += 2) {
            int order = these == stated.length
                    ? 1
                    : those == others.stated.length ? -1 : stated[these].compareTo(others.stated[those]);
            if (order == 0) {
                throw statedTwice(stated[these]);
            }
            Facts next = order < 0 ? this : others;
            int from = order < 0 ? these : those;
            more[end] = next.stated[from];
            more[end + 1] = next.stated[from + 1];
            these += order < 0 ? 2 : 0;
            those += order < 0 ? 0 : 2;
        }
        return new Facts(more);
    }

    private static IllegalArgumentException statedTwice(String name) {
        return new IllegalArgumentException("stated twice: " + name);
    }

    /** How many names are stated. */
    public int size() {
        return stated.length / 2;
    }

    /** @param place of a name in their order, from 0 */
    String nameAt(int place) {
        return stated[2 * place];
    }

    /** @param place of its name in their order, from 0 */
    String textAt(int place) {
        return stated[2 * place + 1];
    }

    /** Of this name; if it is not stated, {@code -(place + 1)} of where it belongs. */
    private int place(String name) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = nameAt(middle).compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }

    public Optional<String> text(String name) {
        int place = place(name);
        return place < 0 ? Optional.empty() : Optional.of(textAt(place));
    }

    /** Whether {@code name} is stated with exactly this value. */
    public boolean says(String name, String value) {
        int place = place(name);
        return place >= 0 && textAt(place).equals(value);
    }

    /** @throws IllegalArgumentException if nothing is stated under this name */
    public String required(String name) {
        int place = place(name);
        if (place < 0) {
            throw new IllegalArgumentException("no fact '" + name + "'; there are " + asMap().keySet());
        }
        return textAt(place);
    }

    /** Passes name and text of each, sorted by name. Allocates nothing. */
    public void forEach(BiConsumer<? super String, ? super String> each) {
        for (int i = 0; i < stated.length; i += 2) {
            each.accept(stated[i], stated[i + 1]);
        }
    }

    /** Sorted by name; a copy, unmodifiable. */
    public SortedMap<String, String> asMap() {
        SortedMap<String, String> texts = new TreeMap<>();
        forEach(texts::put);
        return Collections.unmodifiableSortedMap(texts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts f && Arrays.equals(stated, f.stated);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(stated);
    }

    /** As a map is written. */
    @Override
    public String toString() {
        return asMap().toString();
    }
}
