package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.metrics.internal.ChiSquare;

/**
 * Tests of a table of counts, a row for each sample and a column for each level: whether the shares of the levels are the same in all
 * rows. A reference is a row like any other, since it is a sample too. Rows and columns without a case do not count. Pure functions:
 * tables are only read.
 */
public final class Homogeneity {
    /** Formula of Pearson's test. */
    public static final String CHI_SQUARE = "chi-square";

    /** Formula of the likelihood-ratio test. */
    public static final String G = "g";

    /** Formula of a two by two table with a small cell. */
    public static final String FISHER = "fisher-exact";

    private Homogeneity() {}

    /**
     * Pearson's chi-square test without continuity correction. The p-value is that of the chi-square distribution where
     * Cochran's rule (1954) allows it: every expected count is at least 1, and at most a fifth of them is below 5. A two by two table
     * that has one below 5 is judged by Fisher's exact test. Cost: O(cells).
     *
     * @param table counts {@code >= 0}, in rows of the same length
     * @return formula {@link #CHI_SQUARE} or {@link #FISHER}, the statistic Pearson's in both cases. Not tested if fewer than two rows
     *     or two columns have a case, or Cochran's rule is broken: pool levels, or use {@link #chiSquareByExchange}
     * @throws IllegalArgumentException if the table has no row, rows differ in length or a count is negative
     */
    public static HypothesisTest chiSquare(long[][] table) {
        return test(table, false);
    }

    /**
     * The likelihood-ratio test, statistic {@code 2 sum observed ln(observed / expected)}; otherwise as {@link #chiSquare}, and with
     * counts that the rule just allows less exact than that (Agresti 2013, section 3.2).
     */
    public static HypothesisTest gTest(long[][] table) {
        return test(table, true);
    }

    /**
     * Pearson's test with the p-value found by exchanging cases between the rows: for small cells. Cost: O(cases permutations).
     *
     * @param table as in {@link #chiSquare}
     * @param permutations exchanges drawn, {@code >= 1}; if there are no more different ones, all are made and the p-value is exact
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return formula {@code "chi-square-permutation"} or {@code "chi-square-exact"}; not tested if fewer than two rows or two columns
     *     have a case
     * @throws IllegalArgumentException as {@link #chiSquare}, or if {@code permutations < 1}, or there are more than 10^8 cases
     */
    public static HypothesisTest chiSquareByExchange(long[][] table, int permutations, long seed) {
        Permutations.check(permutations);
        long[][] used = used(table);
        if (used.length < 2 || used[0].length < 2) {
            return empty(used);
        }
        SortedSample[] rows = new SortedSample[used.length];
        for (int r = 0; r < used.length; r++) {
            double[] levels = new double[used[r].length];
            Arrays.setAll(levels, level -> level);
            rows[r] = SortedSample.ofCounts(levels, used[r]);
        }
        Pooled pooled = Pooled.of(rows);
        int[] ends = pooled.ends();
        return Permutations.test(
                CHI_SQUARE,
                statistic(used, false),
                pooled.labels(),
                labels -> squares(labels, ends, pooled.sizes),
                permutations,
                seed);
    }

    private static HypothesisTest test(long[][] table, boolean likelihood) {
        long[][] used = used(table);
        if (used.length < 2 || used[0].length < 2) {
            return empty(used);
        }
        double[] rows = Arrays.stream(used).mapToDouble(ChiSquare::sum).toArray();
        double[] columns = columns(used);
        double n = Arrays.stream(rows).sum();
        double smallest = Arrays.stream(rows).min().orElse(0)
                * (Arrays.stream(columns).min().orElse(0) / n);
        double statistic = statistic(used, likelihood);
        if (smallest < Proportions.SMALLEST_EXPECTED) {
            if (rows.length == 2 && columns.length == 2) {
                double p = FisherExact.pValue(used[0][0], (long) rows[0], used[1][0], (long) rows[1]);
                return new HypothesisTest.Tested(FISHER, statistic, p, (long) n);
            }
            long small = Arrays.stream(rows)
                    .mapToLong(row -> Arrays.stream(columns)
                            .filter(column -> row * (column / n) < Proportions.SMALLEST_EXPECTED)
                            .count())
                    .sum();
            if (smallest < 1 || 5 * small > rows.length * columns.length) {
                return new HypothesisTest.NotTested(
                        "fewer than 5 cases are expected in " + small + " of " + rows.length * columns.length
                                + " cells, in the smallest " + String.format(Locale.ROOT, "%.2f", smallest),
                        (long) n);
            }
        }
        int degreesOfFreedom = (rows.length - 1) * (columns.length - 1);
        return new HypothesisTest.Tested(
                likelihood ? G : CHI_SQUARE, statistic, ChiSquare.upperTail(statistic, degreesOfFreedom), (long) n);
    }

    private static HypothesisTest empty(long[][] used) {
        return new HypothesisTest.NotTested(
                "fewer than two rows or two columns have a case",
                Arrays.stream(used).mapToLong(ChiSquare::sum).sum());
    }

    private static double statistic(long[][] table, boolean likelihood) {
        double[] rows = Arrays.stream(table).mapToDouble(ChiSquare::sum).toArray();
        double[] columns = columns(table);
        double n = Arrays.stream(rows).sum();
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                double expected = rows[r] * (columns[c] / n);
                double gap = difference(table[r][c], n, rows[r], columns[c]) / n;
                if (!likelihood) {
                    sum += gap * gap / expected;
                } else if (table[r][c]
                        > 0) { // the gaps add up to 0, so that taking them off changes nothing but the rounding
                    sum += 2 * (table[r][c] * Math.log1p(gap / expected) - gap);
                } else {
                    sum -= 2 * gap;
                }
            }
        }
        return Math.max(0, sum);
    }

    /** {@code a b - c d}, without losing what is left of two large products that nearly agree. */
    private static double difference(double a, double b, double c, double d) {
        double first = a * b;
        double second = c * d;
        return first - second + (Math.fma(a, b, -first) - Math.fma(c, d, -second));
    }

    /** What Pearson's statistic depends on if the margins are given: {@code sum count^2 / (row column)}. */
    private static double squares(int[] labels, int[] ends, long[] sizes) {
        double sum = 0;
        int position = 0;
        long[] here = new long[sizes.length];
        for (int end : ends) {
            double column = end - position;
            for (; position < end; position++) {
                here[labels[position]]++;
            }
            for (int s = 0; s < sizes.length; s++) {
                sum += (double) here[s] * here[s] / (column * sizes[s]);
                here[s] = 0;
            }
        }
        return sum;
    }

    private static double[] columns(long[][] table) {
        double[] columns = new double[table[0].length];
        for (long[] row : table) {
            for (int c = 0; c < row.length; c++) {
                columns[c] += row[c];
            }
        }
        return columns;
    }

    /** The table without rows and columns that have no case; rows that are left have a column. */
    private static long[][] used(long[][] table) {
        Objects.requireNonNull(table, "table");
        if (table.length == 0) {
            throw new IllegalArgumentException("table must have a row, had none");
        }
        for (int r = 0; r < table.length; r++) {
            Objects.requireNonNull(table[r], "table[" + r + "]");
            if (table[r].length != table[0].length) {
                throw new IllegalArgumentException(
                        "table[" + r + "] must be of length " + table[0].length + ", was " + table[r].length);
            }
            for (int c = 0; c < table[r].length; c++) {
                if (table[r][c] < 0) {
                    throw new IllegalArgumentException("table[" + r + "][" + c + "] must be >= 0, was " + table[r][c]);
                }
            }
        }
        double[] columns = columns(table);
        return Arrays.stream(table)
                .filter(row -> ChiSquare.sum(row) > 0)
                .map(row -> IntStream.range(0, row.length)
                        .filter(c -> columns[c] > 0)
                        .mapToLong(c -> row[c])
                        .toArray())
                .toArray(long[][]::new);
    }
}
