package org.clinicalmlops.api.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;

/**
 * The groups of a {@link Grouping} for one model. Every row is in exactly one cell, the combination of one level of each factor, so
 * that a row is counted once and the counts of any group are the sum over its cells. Immutable.
 */
public final class Groups {
    /** More cells would make counting slow and every group empty. Our choice. */
    public static final int MOST_CELLS = 64;

    private static final String UNKNOWN = "unknown";

    private final int[] features;
    private final int[] levels; // of each factor, "unknown" included
    private final double[][] cuts; // empty for a category
    private final int cells;
    private final List<Group> groups;

    /**
     * A group.
     *
     * @param name for example {@code "sex=F"} or {@code "sex=F, age>=65"}
     * @param cells whose rows are in it
     */
    public record Group(String name, List<Integer> cells) {
        public Group {
            cells = List.copyOf(cells);
        }
    }

    private Groups(int[] features, int[] levels, double[][] cuts, int cells, List<Group> groups) {
        this.features = features;
        this.levels = levels;
        this.cuts = cuts;
        this.cells = cells;
        this.groups = groups;
    }

    /**
     * @throws IllegalArgumentException if a feature is not in the schema, a number has no cuts, a category has some, or there are more
     *     than {@value #MOST_CELLS} cells
     */
    public static Groups of(Grouping grouping, Schema schema, Levels levels) {
        int n = grouping.factors().size();
        int[] features = new int[n];
        double[][] cuts = new double[n][];
        List<List<String>> names = new ArrayList<>();
        long cells = 1;
        for (int k = 0; k < n; k++) {
            Grouping.Factor factor = grouping.factors().get(k);
            int f = schema.indexOf(factor.feature());
            if (f < 0) {
                throw new IllegalArgumentException(
                        "groups need a feature of the model, '" + factor.feature() + "' is none");
            }
            boolean categorical = schema.feature(f).categorical();
            if (categorical != factor.cuts().isEmpty()) {
                throw new IllegalArgumentException("feature '" + factor.feature() + "' must have "
                        + (categorical ? "no cuts, it is a category" : "cuts, it is a number"));
            }
            features[k] = f;
            cuts[k] = factor.cuts().stream().mapToDouble(Double::doubleValue).toArray();
            names.add(names(factor, categorical ? levels.of(f) : List.of()));
            cells *= names.get(k).size();
        }
        if (cells > MOST_CELLS) {
            throw new IllegalArgumentException(
                    "groups must make at most " + MOST_CELLS + " combinations, make " + cells);
        }
        int[] sizes = names.stream().mapToInt(List::size).toArray();
        return new Groups(features, sizes, cuts, (int) cells, groups(grouping, names, sizes, (int) cells));
    }

    private static List<String> names(Grouping.Factor factor, List<String> levels) {
        List<String> names = new ArrayList<>();
        levels.forEach(level -> names.add(factor.feature() + "=" + level));
        List<Double> cuts = factor.cuts();
        for (int i = 0; i <= cuts.size() && !cuts.isEmpty(); i++) {
            String from = i == 0 ? "" : number(cuts.get(i - 1)) + "<=";
            String to = i == cuts.size() ? "" : "<" + number(cuts.get(i));
            names.add(
                    i == cuts.size()
                            ? factor.feature() + ">=" + number(cuts.get(i - 1))
                            : from + factor.feature() + to);
        }
        names.add(factor.feature() + "=" + UNKNOWN);
        return names;
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? String.format(Locale.ROOT, "%.0f", x) : Double.toString(x);
    }

    private static List<Group> groups(Grouping grouping, List<List<String>> names, int[] sizes, int cells) {
        List<Group> groups = new ArrayList<>();
        for (int k = 0; k < sizes.length; k++) {
            for (int level = 0; level < sizes[k]; level++) {
                groups.add(new Group(names.get(k).get(level), cells(sizes, cells, k, level, -1, -1)));
            }
        }
        for (int k = 0; grouping.intersections() && k < sizes.length; k++) {
            for (int other = k + 1; other < sizes.length; other++) {
                for (int level = 0; level < sizes[k] - 1; level++) { // nobody asks after two unknowns
                    for (int at = 0; at < sizes[other] - 1; at++) {
                        groups.add(new Group(
                                names.get(k).get(level) + ", "
                                        + names.get(other).get(at),
                                cells(sizes, cells, k, level, other, at)));
                    }
                }
            }
        }
        return List.copyOf(groups);
    }

    private static List<Integer> cells(int[] sizes, int cells, int k, int level, int other, int at) {
        List<Integer> found = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            if (digit(sizes, cell, k) == level && (other < 0 || digit(sizes, cell, other) == at)) {
                found.add(cell);
            }
        }
        return found;
    }

    /** The level of factor {@code k} in a cell. */
    private static int digit(int[] sizes, int cell, int k) {
        int rest = cell;
        for (int i = 0; i < k; i++) {
            rest /= sizes[i];
        }
        return rest % sizes[k];
    }

    /** The cell of a row, in [0, {@link #cells}). Allocates nothing. */
    public int cell(double[] values) {
        int cell = 0;
        int weight = 1;
        for (int k = 0; k < features.length; k++) {
            cell += weight * level(k, values[features[k]]);
            weight *= levels[k];
        }
        return cell;
    }

    private int level(int k, double x) {
        int unknown = levels[k] - 1;
        double[] edges = cuts[k];
        if (x != x) {
            return unknown;
        }
        if (edges.length == 0) {
            int code = (int) x;
            return code == x && code >= 0 && code < unknown ? code : unknown;
        }
        int band = 0;
        for (double edge : edges) {
            band += x >= edge ? 1 : 0;
        }
        return band;
    }

    /** Number of cells; 1 if nothing divides. */
    public int cells() {
        return cells;
    }

    /** Number of groups. */
    public int size() {
        return groups.size();
    }

    public Group group(int i) {
        return groups.get(i);
    }

    public List<Group> groups() {
        return groups;
    }
}
