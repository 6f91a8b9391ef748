package org.clinicalmlops.monitoring.baseline;

import java.util.Arrays;
import java.util.TreeSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.monitoring.count.Bins;

/**
 * Bins of a feature's training values. A number with at most {@value #FEW} distinct values, each five times on average, has a bin
 * for each value and, around them, bins that training left empty: a value that training never had is seen as such. Any other
 * number has at most {@value #QUANTILES} bins of about equal counts, none of them empty, whatever ties there are. A category has
 * a bin for each level; a text that the levels do not have is in none. NaN is missing and in no bin. The numbers are our choice.
 */
public final class Profiles {
    private static final int QUANTILES = 10;
    private static final int FEW = 20;
    private static final int ROWS_OF_A_VALUE = 5;

    private Profiles() {}

    public static FeatureProfile of(FeatureTable training, int feature, Levels levels) {
        String name = training.schema().feature(feature).name();
        boolean categorical = training.schema().feature(feature).categorical();
        double[] values = new double[training.rows()];
        int known = 0;
        int missing = 0;
        for (int row = 0; row < training.rows(); row++) {
            double value = training.coded(row, feature, levels);
            if (Double.isNaN(value)) {
                missing++;
            } else if (!categorical || value != Levels.UNSEEN) {
                values[known++] = value + 0.0; // -0.0 becomes 0.0
            }
        }
        values = Arrays.copyOf(values, known);
        double[] edges = categorical ? new double[0] : edges(values);
        long[] counts = new long[categorical ? levels.of(feature).size() : edges.length + 1];
        for (double value : values) {
            counts[categorical ? (int) value : Bins.of(edges, value)]++;
        }
        return FeatureProfile.of(name, edges, counts, missing);
    }

    private static double[] edges(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
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
