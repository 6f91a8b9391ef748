package org.clinicalmlops.metrics.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Cases divided by attributes and by intersections of attributes. Immutable; arrays are copied. Each group is there once, under
 * its canonical {@link SubgroupId}; groups that are too small are named too, never dropped in silence.
 */
public final class Subgroups {
    /** Level of a case whose level is null, as in a plan. */
    public static final String UNKNOWN = "unknown";

    private final int cases;
    private final int minimum;
    private final SortedMap<SubgroupId, int[]> positions;

    private Subgroups(int cases, int minimum, SortedMap<SubgroupId, int[]> positions) {
        this.cases = cases;
        this.minimum = minimum;
        this.positions = positions;
    }

    /**
     * All groups of up to {@code depth} attributes at a time: with depth 1 each attribute alone, with depth 2 also each pair.
     * Intersections without a case are not listed.
     *
     * @param levels by attribute, the level of each case; arrays of one length; null counts as {@link #UNKNOWN}
     * @param depth in [1, number of attributes]
     * @param minimum cases below which a group is too small to be judged, {@code >= 1}
     * @return cost O(n log n) for each of the combinations of attributes, of which there are many if {@code depth} is large
     * @throws IllegalArgumentException if there is no attribute, lengths differ, or depth or minimum are outside their ranges
     */
    public static Subgroups of(Map<String, String[]> levels, int depth, int minimum) {
        Objects.requireNonNull(levels, "levels");
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("levels must hold at least one attribute");
        }
        if (depth < 1 || depth > levels.size()) {
            throw new IllegalArgumentException("depth must be in [1, " + levels.size() + "], was " + depth);
        }
        if (minimum < 1) {
            throw new IllegalArgumentException("minimum must be >= 1, was " + minimum);
        }
        SortedMap<String, String[]> sorted = new TreeMap<>();
        levels.forEach((attribute, of) -> sorted.put(attribute, of.clone()));
        int n = sorted.get(sorted.firstKey()).length;
        sorted.forEach((attribute, of) -> {
            if (of.length != n) {
                throw new IllegalArgumentException("levels must be of one length, but " + attribute + " has "
                        + of.length + " and " + sorted.firstKey() + " has " + n);
            }
        });
        SortedMap<SubgroupId, int[]> positions = new TreeMap<>();
        divide(List.copyOf(sorted.keySet()), 0, List.of(), depth, sorted, n, positions);
        return new Subgroups(n, minimum, positions);
    }

    /** Every choice of attributes, each once: those that follow the last one chosen. */
    private static void divide(
            List<String> attributes,
            int from,
            List<String> chosen,
            int depth,
            Map<String, String[]> levels,
            int n,
            SortedMap<SubgroupId, int[]> positions) {
        for (int a = from; a < attributes.size(); a++) {
            List<String> more = new ArrayList<>(chosen);
            more.add(attributes.get(a));
            positions.putAll(divide(more, levels, n));
            if (more.size() < depth) {
                divide(attributes, a + 1, more, depth, levels, n, positions);
            }
        }
    }

    private static Map<SubgroupId, int[]> divide(List<String> attributes, Map<String, String[]> levels, int n) {
        Map<List<String>, List<Integer>> found = new HashMap<>();
        for (int i = 0; i < n; i++) {
            List<String> key = new ArrayList<>(attributes.size());
            for (String attribute : attributes) {
                String level = levels.get(attribute)[i];
                key.add(level == null ? UNKNOWN : level);
            }
            found.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        Map<SubgroupId, int[]> groups = new HashMap<>();
        found.forEach((key, cases) -> {
            SortedMap<String, String> id = new TreeMap<>();
            for (int a = 0; a < key.size(); a++) {
                id.put(attributes.get(a), key.get(a));
            }
            groups.put(
                    new SubgroupId(id),
                    cases.stream().mapToInt(Integer::intValue).toArray());
        });
        return groups;
    }

    /** Number of all cases. */
    public int cases() {
        return cases;
    }

    /** Cases below which a group is too small to be judged. */
    public int minimum() {
        return minimum;
    }

    /** All groups, in the order of their ids; each has a case at least. */
    public SortedSet<SubgroupId> ids() {
        return Collections.unmodifiableSortedSet((SortedSet<SubgroupId>) positions.keySet());
    }

    /** Number of cases in a group. */
    public int size(SubgroupId id) {
        return of(id).length;
    }

    /** Positions of the cases in a group, rising; a copy. */
    public int[] positions(SubgroupId id) {
        return of(id).clone();
    }

    /** Positions of the cases outside a group, rising; a copy. */
    public int[] rest(SubgroupId id) {
        boolean[] inside = new boolean[cases];
        for (int position : of(id)) {
            inside[position] = true;
        }
        int[] rest = new int[cases];
        int k = 0;
        for (int i = 0; i < cases; i++) {
            if (!inside[i]) {
                rest[k++] = i;
            }
        }
        return Arrays.copyOf(rest, k);
    }

    private int[] of(SubgroupId id) {
        Objects.requireNonNull(id, "id");
        int[] found = positions.get(id);
        if (found == null) {
            throw new IllegalArgumentException("id must be one of the " + positions.size() + " groups, was " + id);
        }
        return found;
    }
}
