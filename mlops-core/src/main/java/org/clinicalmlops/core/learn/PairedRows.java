package org.clinicalmlops.core.learn;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.clinicalmlops.api.evaluate.Judged;

/**
 * Rows with a known outcome that several versions have answered: the candidate, the version in use, and the first approved one. The
 * groups of patients that they belong to go with them. Arrays are copied. Immutable.
 */
public final class PairedRows {
    private final boolean[] happened;
    private final double[] candidate;
    private final double[] champion;
    private final double[] first;
    private final Map<String, String[]> groups;

    private PairedRows(
            boolean[] happened, double[] candidate, double[] champion, double[] first, Map<String, String[]> groups) {
        this.happened = happened;
        this.candidate = candidate;
        this.champion = champion;
        this.first = first;
        this.groups = groups;
    }

    /**
     * @param happened shape [n]; may be empty
     * @param candidate risks of the new version, shape [n], each in [0, 1]; NaN is rejected: a row that a version cannot answer is left
     *     out for all of them, and counted by the caller
     * @param champion risks of the version in use for the same rows
     * @param first risks of the first approved version for the same rows; may be the same array as {@code champion}
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static PairedRows of(boolean[] happened, double[] candidate, double[] champion, double[] first) {
        Judged.risks(candidate, happened);
        Judged.risks(champion, happened);
        Judged.risks(first, happened);
        return new PairedRows(
                happened.clone(), candidate.clone(), champion.clone(), first.clone(), Collections.emptyMap());
    }

    /** @param levels the group of each row, shape [n], none null */
    public PairedRows grouped(String grouping, String[] levels) {
        Objects.requireNonNull(grouping, "grouping");
        if (levels.length != happened.length) {
            throw new IllegalArgumentException("groups of '" + grouping + "' must be one for each of " + happened.length
                    + " rows, were " + levels.length);
        }
        for (int i = 0; i < levels.length; i++) {
            Objects.requireNonNull(levels[i], grouping + "[" + i + "]");
        }
        Map<String, String[]> more = new TreeMap<>(groups);
        more.put(grouping, levels.clone());
        return new PairedRows(happened, candidate, champion, first, more);
    }

    public int size() {
        return happened.length;
    }

    /** The rows of each group, by grouping and level, both sorted. */
    Map<String, Map<String, PairedRows>> byGroup() {
        Map<String, Map<String, PairedRows>> all = new TreeMap<>();
        groups.forEach((grouping, levels) -> {
            Map<String, PairedRows> of = new TreeMap<>();
            ByName.places(levels).forEach((level, rows) -> of.put(level, at(rows)));
            all.put(grouping, of);
        });
        return all;
    }

    private PairedRows at(int[] rows) {
        return new PairedRows(
                ByName.at(happened, rows),
                ByName.at(candidate, rows),
                ByName.at(champion, rows),
                ByName.at(first, rows),
                Map.of());
    }

    // Read by the comparisons of this package only, which change nothing.
    boolean[] happened() {
        return happened;
    }

    double[] candidate() {
        return candidate;
    }

    double[] of(Compared.Against against) {
        return against == Compared.Against.CHAMPION ? champion : first;
    }
}
