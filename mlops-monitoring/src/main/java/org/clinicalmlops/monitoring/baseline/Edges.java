package org.clinicalmlops.monitoring.baseline;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Edges of the bins of a number. One with at most {@value #FEW} distinct values, each five times on average, has a bin for each value
 * and, around them, bins that training left empty: a value that training never had is seen as such. Any other has at most
 * {@value #QUANTILES} bins of about equal counts, none of them empty, whatever ties there are. The numbers are our choice.
 */
final class Edges {
    private static final int QUANTILES = 10;
    private static final int FEW = 20;
    private static final int ROWS_OF_A_VALUE = 5;

    private Edges() {}

    /** @param values NaN is left out */
    static double[] of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(x -> !Double.isNaN(x))
                .map(x -> x + 0.0) // -0.0 becomes 0.0
                .sorted()
                .toArray();
        long distinct = Arrays.stream(sorted).distinct().limit(FEW + 1).count();
        boolean few = distinct <= FEW && sorted.length >= ROWS_OF_A_VALUE * distinct;
        return few ? aroundEach(sorted) : quantiles(sorted);
    }

    private static double[] aroundEach(double[] sorted) {
        TreeSet<Double> edges = new TreeSet<>();
        for (double value : sorted) {
            edges.add(value);
            edges.add(Math.nextUp(value) + 0.0);
        }
        return finite(edges);
    }

    /** Each edge is a value above the smallest, so that every bin holds at least one. */
    private static double[] quantiles(double[] sorted) {
        TreeSet<Double> edges = new TreeSet<>();
        for (int k = 1; k < QUANTILES; k++) {
            double edge = sorted[(int) ((long) k * sorted.length / QUANTILES)];
            if (edge > sorted[0]) {
                edges.add(edge);
            }
        }
        return finite(edges);
    }

    private static double[] finite(TreeSet<Double> edges) {
        return edges.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }
}
