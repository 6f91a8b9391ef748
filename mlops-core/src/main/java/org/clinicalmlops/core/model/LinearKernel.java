package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.train.LinearForm;

/**
 * Logistic regression. Runs of columns that are plain numbers are first weighed as they are: the sum is NaN if one of them is missing,
 * and only then they are weighed again with what stands in. So a row without missing values costs what a dot product does, and every
 * row has the bits of the definition.
 */
final class LinearKernel implements RowKernel {
    private final ColumnPlan columns;
    private final double intercept;
    private final double[] weights;
    private final double[][] runs; // weights of plain numbers, each run but the last followed by one other column
    private final int[] feature; // that a run begins with
    private final boolean whole; // whether there is one run, from the first feature on

    LinearKernel(ColumnPlan columns, LinearForm form) {
        this.columns = columns;
        intercept = form.intercept();
        weights = new double[form.columns()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = form.weight(i);
        }
        List<double[]> found = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        for (int c = 0; c <= weights.length; c++) {
            int end = c < weights.length ? columns.endOfRun(c) : c;
            found.add(Arrays.copyOfRange(weights, c, end));
            first.add(c < end ? columns.feature(c) : 0);
            c = end;
        }
        runs = found.toArray(double[][]::new);
        whole = runs[0].length == weights.length && first.get(0) == 0;
        feature = first.stream().mapToInt(f -> f).toArray();
    }

    @Override
    public double risk(double[] coded, Scratch scratch) {
        if (whole) {
            double sum = plain(intercept, weights, coded, 0);
            if (sum == sum) {
                return Logistic.risk(sum);
            }
        }
        return Logistic.risk(byRuns(coded));
    }

    private double byRuns(double[] coded) {
        double sum = intercept;
        int column = 0;
        for (int run = 0; run < runs.length; run++) {
            double[] w = runs[run];
            double before = sum;
            sum = plain(sum, w, coded, feature[run]);
            if (sum != sum) {
                sum = each(before, column, column + w.length, coded);
            }
            column += w.length;
            if (column < weights.length) {
                sum += weights[column] * columns.value(column, coded);
                column++;
            }
        }
        return sum;
    }

    private static double plain(double from, double[] w, double[] coded, int first) {
        double sum = from;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * coded[first + i];
        }
        return sum;
    }

    private double each(double from, int start, int end, double[] coded) {
        double sum = from;
        for (int i = start; i < end; i++) {
            sum += weights[i] * columns.value(i, coded);
        }
        return sum;
    }

    @Override
    public Scratch newScratch() {
        return new Scratch(0, 0);
    }
}
