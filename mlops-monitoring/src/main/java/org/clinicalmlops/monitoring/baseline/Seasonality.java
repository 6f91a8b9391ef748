package org.clinicalmlops.monitoring.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clinicalmlops.metrics.distribution.Homogeneity;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.metrics.distribution.Psi;

/**
 * Whether patients are others in some quarter of the year. Asked of each feature, on whole years of which there must be two, with at
 * least {@value #ROWS} rows in each quarter of each; one feature of which all of this holds makes seasons for all. Our choice:
 * <ol>
 *   <li>the quarters differ beyond chance, by the chi-square test of homogeneity at {@value #ALPHA} over the number of features;
 *   <li>they differ by enough to matter: a quarter against the three others has a population stability index above
 *       {@value #PSI} after what chance adds;
 *   <li>it is a season and no trend: the quarters differ, for each degree of freedom, at least {@value #TIMES} times as much as the
 *       years do within the same quarter. A steady trend, or a step at any time, stays below one.
 * </ol>
 */
final class Seasonality {
    static final long ROWS = 100;
    private static final int YEARS = 2;
    private static final double ALPHA = 0.01;
    private static final double PSI = 0.02;
    private static final double TIMES = 2;
    private static final double EXPECTED = 5;

    private final Quarters quarters;
    private final double alpha;
    private final boolean enough;

    Seasonality(Quarters quarters, int features) {
        this.quarters = quarters;
        this.alpha = ALPHA / Math.max(1, features);
        this.enough = quarters.wholeYears() >= YEARS
                && Arrays.stream(quarters.sizes()).flatMapToLong(Arrays::stream).allMatch(n -> n >= ROWS);
    }

    /** Whether there are years and rows enough to say. */
    boolean canSay() {
        return enough;
    }

    /**
     * @param bins of each row; negative if in none
     * @param size how many bins
     */
    boolean shows(int[] bins, int size) {
        int years = quarters.wholeYears();
        long[][][] cells = new long[Quarters.QUARTERS][years][size];
        for (int row = 0; row < bins.length; row++) {
            if (bins[row] >= 0 && quarters.year(row) < years) {
                cells[quarters.quarter(row)][quarters.year(row)][bins[row]]++;
            }
        }
        long[][] byQuarter = Arrays.stream(cells).map(Seasonality::sum).toArray(long[][]::new);
        int[] column = columns(cells, byQuarter);
        int n = Arrays.stream(column).max().orElse(0) + 1;
        if (n < 2) {
            return false;
        }
        long[][] pooled = pooled(byQuarter, column, n);
        boolean differs = Homogeneity.chiSquare(pooled).fold(tested -> tested.pValue() <= alpha, notTested -> false);
        if (!differs || !matters(pooled)) {
            return false;
        }
        double between = squares(pooled) / ((Quarters.QUARTERS - 1.0) * (n - 1));
        double within = Arrays.stream(cells)
                        .mapToDouble(quarter -> squares(pooled(quarter, column, n)))
                        .sum()
                / (Quarters.QUARTERS * (years - 1.0) * (n - 1));
        return between >= TIMES * within;
    }

    private boolean matters(long[][] byQuarter) {
        long[] all = sum(byQuarter);
        return Arrays.stream(byQuarter).anyMatch(quarter -> {
            long[] others = all.clone();
            Arrays.setAll(others, i -> all[i] - quarter[i]);
            return Psi.test(others, quarter, Pooling.INTO_OTHER, alpha)
                    .fold(compared -> compared.adjusted() > PSI, notCompared -> false);
        });
    }

    /** Bins that would hold too few of the smallest cell's rows are one column, the first. */
    private static int[] columns(long[][][] cells, long[][] byQuarter) {
        long[] all = sum(byQuarter);
        double total = Arrays.stream(all).sum();
        long smallest = Arrays.stream(cells)
                .flatMap(Arrays::stream)
                .mapToLong(cell -> Arrays.stream(cell).sum())
                .min()
                .orElse(0);
        boolean[] large = new boolean[all.length];
        double left = 0;
        for (int bin = 0; bin < all.length; bin++) {
            double expected = all[bin] / total * smallest;
            large[bin] = expected >= EXPECTED;
            left += large[bin] ? 0 : expected;
        }
        int next = left >= EXPECTED ? 1 : 0; // too few even together: with the first large one
        int[] column = new int[all.length];
        for (int bin = 0; bin < all.length; bin++) {
            column[bin] = large[bin] ? next++ : 0;
        }
        return column;
    }

    private static long[][] pooled(long[][] rows, int[] column, int n) {
        return Arrays.stream(rows)
                .map(row -> {
                    long[] sums = new long[n];
                    IntStream.range(0, row.length).forEach(bin -> sums[column[bin]] += row[bin]);
                    return sums;
                })
                .toArray(long[][]::new);
    }

    private static long[] sum(long[][] rows) {
        long[] sums = new long[rows[0].length];
        for (long[] row : rows) {
            Arrays.setAll(sums, i -> sums[i] + row[i]);
        }
        return sums;
    }

    /** Pearson's statistic. */
    private static double squares(long[][] table) {
        long[] columns = sum(table);
        double total = Arrays.stream(columns).sum();
        double sum = 0;
        for (long[] row : table) {
            double size = Arrays.stream(row).sum();
            for (int c = 0; c < row.length; c++) {
                double expected = size * columns[c] / total;
                sum += expected == 0 ? 0 : (row[c] - expected) * (row[c] - expected) / expected;
            }
        }
        return sum;
    }
}
