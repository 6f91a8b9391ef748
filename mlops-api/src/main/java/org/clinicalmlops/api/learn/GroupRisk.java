package org.clinicalmlops.api.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean risk of some patients before and after a change, on the same rows. For two models of the same rows no outcome is needed.
 *
 * @param grouping name of the subgroup, such as {@code "sex"}; {@link #ALL} for all rows
 * @param group the level, such as {@code "F"}
 * @param n rows, {@code >= 1}
 * @param before in [0, 1]
 * @param after in [0, 1]
 */
public record GroupRisk(String grouping, String group, long n, double before, double after) {
    /** The grouping, and the one group of it, that all rows are in. */
    public static final String ALL = "all";

    public GroupRisk {
        Declarable.text("grouping", grouping);
        Declarable.text("group", group);
        if (n < 1) {
            throw new IllegalArgumentException("n must be >= 1, was " + n);
        }
        if (!(before >= 0 && before <= 1 && after >= 0 && after <= 1)) {
            throw new IllegalArgumentException("mean risks must be in [0, 1], were " + before + " and " + after);
        }
    }

    /**
     * All rows together, then each group of each subgroup, sorted by name.
     *
     * @param before risks of the version in use, shape [n], each in [0, 1]; NaN is rejected
     * @param after risks of the new version for the same rows
     * @param groupings by name the group of each row, shape [n], none null
     * @throws IllegalArgumentException if there are no rows, lengths differ, or a risk is outside [0, 1]
     */
    public static List<GroupRisk> of(double[] before, double[] after, Map<String, String[]> groupings) {
        if (before.length == 0 || before.length != after.length) {
            throw new IllegalArgumentException(
                    "before and after must be of one length >= 1, were " + before.length + " and " + after.length);
        }
        String[] everybody = new String[before.length];
        Arrays.fill(everybody, ALL);
        List<GroupRisk> all = new ArrayList<>(grouped(ALL, before, after, everybody));
        for (Map.Entry<String, String[]> entry : new TreeMap<>(groupings).entrySet()) {
            if (entry.getValue().length != before.length) {
                throw new IllegalArgumentException("groups of '" + entry.getKey() + "' must be one for each of "
                        + before.length + " rows, were " + entry.getValue().length);
            }
            all.addAll(grouped(entry.getKey(), before, after, entry.getValue()));
        }
        return List.copyOf(all);
    }

    private static List<GroupRisk> grouped(String grouping, double[] before, double[] after, String[] groups) {
        Map<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < groups.length; i++) {
            if (!(before[i] >= 0 && before[i] <= 1 && after[i] >= 0 && after[i] <= 1)) {
                throw new IllegalArgumentException(
                        "risks of row " + i + " must be in [0, 1], were " + before[i] + " and " + after[i]);
            }
            double[] sum = sums.computeIfAbsent(groups[i], g -> new double[3]);
            sum[0]++;
            sum[1] += before[i];
            sum[2] += after[i];
        }
        return sums.entrySet().stream()
                .map(e -> new GroupRisk(
                        grouping,
                        e.getKey(),
                        (long) e.getValue()[0],
                        Math.min(1, e.getValue()[1] / e.getValue()[0]),
                        Math.min(1, e.getValue()[2] / e.getValue()[0])))
                .toList();
    }
}
