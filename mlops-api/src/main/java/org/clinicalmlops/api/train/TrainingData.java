package org.clinicalmlops.api.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trainer is given: prepared columns (imputed, categories as indicators; never NaN) and the truth. Immutable; only rows
 * with a known outcome.
 */
public final class TrainingData {
    private final List<String> columns;
    private final double[][] rows;
    private final double[] truth;

    private TrainingData(List<String> columns, double[][] rows, double[] truth) {
        this.columns = columns;
        this.rows = rows;
        this.truth = truth;
    }

    /**
     * Copies its arguments.
     *
     * @param columns names, unique
     * @param rows {@code rows[n][columns]}, each value finite
     * @param truth {@code truth[n]}, each value finite; for a risk 0 or 1
     */
    public static TrainingData of(List<String> columns, double[][] rows, double[] truth) {
        if (rows.length != truth.length) {
            throw new IllegalArgumentException(
                    "rows and truth must be of one length, were " + rows.length + " and " + truth.length);
        }
        Set<String> names = new HashSet<>();
        for (String column : columns) {
            if (!names.add(column)) {
                throw new IllegalArgumentException("column named twice: '" + column + "'");
            }
        }
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            if (!Double.isFinite(truth[i])) {
                throw new IllegalArgumentException("truth must be finite, was " + truth[i] + " in row " + i);
            }
            if (rows[i].length != columns.size()) {
                throw new IllegalArgumentException(
                        "row " + i + " must have " + columns.size() + " columns, had " + rows[i].length);
            }
            for (int c = 0; c < rows[i].length; c++) {
                if (!Double.isFinite(rows[i][c])) {
                    throw new IllegalArgumentException(
                            "column '" + columns.get(c) + "' must be finite, was " + rows[i][c] + " in row " + i);
                }
            }
            copy[i] = rows[i].clone();
        }
        return new TrainingData(List.copyOf(columns), copy, truth.clone());
    }

    public List<String> columns() {
        return columns;
    }

    public int size() {
        return rows.length;
    }

    public double value(int row, int column) {
        return rows[row][column];
    }

    public double truth(int row) {
        return truth[row];
    }

    /** A copy of the matrix, {@code [n][columns]}. */
    public double[][] toRows() {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /**
     * A copy of the truth as classes: 1 for the event, 0 for none.
     *
     * @throws IllegalStateException if the truth of a row is neither
     */
    public int[] toClasses() {
        int[] classes = new int[truth.length];
        for (int i = 0; i < classes.length; i++) {
            if (truth[i] != 0 && truth[i] != 1) {
                throw new IllegalStateException("truth must be 0 or 1, was " + truth[i] + " in row " + i);
            }
            classes[i] = (int) truth[i];
        }
        return classes;
    }
}
