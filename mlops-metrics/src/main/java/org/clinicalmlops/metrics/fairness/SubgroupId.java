package org.clinicalmlops.metrics.fairness;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names a subgroup, or an intersection of several, by its attributes and their levels. Immutable. The order in which attributes
 * are given does not matter: "women over 65" and "over 65, women" are one id, so that no group is reported twice.
 *
 * @param levels level of each attribute, sorted by attribute; at least one
 */
public record SubgroupId(SortedMap<String, String> levels) implements Comparable<SubgroupId> {
    public SubgroupId {
        Objects.requireNonNull(levels, "levels");
        SortedMap<String, String> sorted = new TreeMap<>(); // by char, whatever order the given map has
        sorted.putAll(levels);
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("levels must not be empty");
        }
        sorted.forEach((attribute, level) -> {
            Objects.requireNonNull(level, "level");
            if (attribute.isBlank()) {
                throw new IllegalArgumentException("an attribute must not be blank");
            }
        });
        levels = Collections.unmodifiableSortedMap(sorted);
    }

    public static SubgroupId of(Map<String, String> levels) {
        return new SubgroupId(new TreeMap<>(levels));
    }

    public static SubgroupId of(String attribute, String level) {
        return of(Map.of(attribute, level));
    }

    /**
     * Canonical: {@code age=65+&sex=F}, attributes in the order of their chars; {@code =}, {@code &} and {@code \} in a name or a
     * level are preceded by {@code \}, so that two ids never read alike.
     */
    @Override
    public String toString() {
        return levels.entrySet().stream()
                .map(e -> escaped(e.getKey()) + "=" + escaped(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("=", "\\=").replace("&", "\\&");
    }

    /** Fewer attributes first, then by {@link #toString}. */
    @Override
    public int compareTo(SubgroupId other) {
        int bySize = Integer.compare(levels.size(), other.levels.size());
        return bySize != 0 ? bySize : toString().compareTo(other.toString());
    }
}
