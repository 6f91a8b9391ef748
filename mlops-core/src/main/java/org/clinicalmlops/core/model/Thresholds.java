package org.clinicalmlops.core.model;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * The distinct thresholds of each column that trees compare, sorted. The rank of a value is the number of thresholds below it, so that
 * {@code x <= threshold k} holds exactly if its rank is at most {@code k}: a value is looked up once, and every node then compares whole
 * numbers. Immutable; allocates nothing after it was made.
 */
final class Thresholds {
    private final int[] column;
    private final int[] count;
    private final int[] start;
    private final int[] half; // largest power of two in the padded length + 1
    private final double[] sorted; // padded with infinity, to a power of two less one for each column

    private Thresholds(TreeMap<Integer, TreeSet<Double>> byColumn) {
        int columns = byColumn.size();
        column = new int[columns];
        count = new int[columns];
        start = new int[columns];
        half = new int[columns];
        int total = 0;
        int i = 0;
        for (var entry : byColumn.entrySet()) {
            column[i] = entry.getKey();
            count[i] = entry.getValue().size();
            start[i] = total;
            half[i] = Integer.highestOneBit(count[i]);
            total += 2 * half[i] - 1;
            i++;
        }
        sorted = new double[total];
        Arrays.fill(sorted, Double.POSITIVE_INFINITY);
        i = 0;
        for (TreeSet<Double> thresholds : byColumn.values()) {
            int at = start[i++];
            for (double threshold : thresholds) {
                sorted[at++] = threshold;
            }
        }
    }

    static Thresholds of(TreesForm form) {
        TreeMap<Integer, TreeSet<Double>> byColumn = new TreeMap<>();
        for (Tree tree : form.trees()) {
            for (int node = 0; node < tree.size(); node++) {
                if (tree.node(node) instanceof TreeNode.Threshold split) {
                    byColumn.computeIfAbsent(split.column(), c -> new TreeSet<>())
                            .add(split.threshold());
                }
            }
        }
        return new Thresholds(byColumn);
    }

    /** How many columns have thresholds. */
    int columns() {
        return column.length;
    }

    /** The {@code i}-th column that has thresholds. */
    int column(int i) {
        return column[i];
    }

    /** How many thresholds the {@code i}-th column has. */
    int count(int i) {
        return count[i];
    }

    /** Position of a column among those that have thresholds. */
    int indexOf(int wanted) {
        return Arrays.binarySearch(column, wanted);
    }

    /** Position of a threshold among those of the {@code i}-th column. */
    int position(int i, double threshold) {
        return Arrays.binarySearch(sorted, start[i], start[i] + count[i], threshold) - start[i];
    }

    /** How many thresholds of the {@code i}-th column are below {@code x}, which is not NaN. Always the same number of steps. */
    int rank(int i, double x) {
        int first = start[i];
        int at = first;
        for (int step = half[i]; step > 0; step >>= 1) {
            at += sorted[at + step - 1] < x ? step : 0;
        }
        return at - first;
    }
}
