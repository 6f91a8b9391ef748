package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;
import java.util.Objects;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;

/**
 * Maximum mean discrepancy of two samples of rows (Gretton et al. 2012): a test for several inputs at once, which also sees a change of
 * how they hang together. Kernel {@code exp(-|x - y|^2 / (2 s^2))}; s is the median distance of two different rows of both samples
 * together, or of the distances above 0 if that is 0. Pure functions: arrays are only read.
 */
public final class MaximumMeanDiscrepancy {
    /** Most rows of both samples together, since every pair is kept: 200 MB at this number; our choice. Draw a sample of more. */
    public static final int MOST_ROWS = 5_000;

    private MaximumMeanDiscrepancy() {}

    /**
     * Tests whether rows of both samples come from one distribution. Put the inputs to one scale first: the distance is Euclidean. Cost:
     * O(N^2 columns + N^2 log N) and for each exchange O(smaller sample squared); 8 N^2 bytes, for N rows in both.
     *
     * @param reference rows of finite values, all of the same length
     * @param current rows of the same length as those of the reference
     * @param permutations exchanges drawn, {@code >= 1}; if there are no more different ones, all are made and the p-value is exact
     * @param seed of the exchanges; the same seed gives the same p-value
     * @return the statistic is the unbiased estimate of the squared discrepancy, which may be below 0; formula
     *     {@code "mmd-permutation"} or {@code "mmd-exact"}. Not tested if a sample has fewer than two rows, or all rows are the same
     * @throws IllegalArgumentException if rows differ in length, a value is NaN or infinite, {@code permutations < 1}, or there are
     *     more than {@link #MOST_ROWS} rows
     */
    public static HypothesisTest test(double[][] reference, double[][] current, int permutations, long seed) {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(current, "current");
        Permutations.check(permutations);
        int n = reference.length;
        int m = current.length;
        if ((long) n + m > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "rows of both samples must be <= " + MOST_ROWS + ", were " + ((long) n + m));
        }
        double[][] rows = Arrays.copyOf(reference, n + m);
        System.arraycopy(current, 0, rows, n, m);
        check(rows, n);
        if (n < 2 || m < 2) {
            return new HypothesisTest.NotTested(
                    "there are " + n + " reference and " + m + " current rows, 2 of each are needed", n + m);
        }
        double[][] squares = squares(rows);
        double scale = median(squares);
        if (scale == 0) {
            return new HypothesisTest.NotTested("all rows are the same", n + m);
        }
        if (scale == Double.POSITIVE_INFINITY) {
            return new HypothesisTest.NotTested("the rows are too far apart for a double", n + m);
        }
        double[] sums = new double[n + m];
        double total = 0;
        for (int i = 0; i < n + m; i++) {
            for (int j = 0; j < i; j++) {
                double kernel = Math.exp(-squares[i][j] / (2 * scale));
                squares[i][j] = kernel;
                sums[i] += kernel;
                sums[j] += kernel;
                total += kernel;
            }
        }
        int[] labels = new int[n + m];
        Arrays.fill(labels, n, n + m, 1);
        double all = total;
        double statistic = statistic(labels, squares, sums, all, n, m);
        return Permutations.test(
                "mmd",
                statistic,
                labels,
                split -> 1
                        + statistic(
                                split, squares, sums, all, n, m), // rounding is that of its terms, which are about 1
                permutations,
                seed);
    }

    /** By the pairs within the smaller sample: the kernels of its rows sum up to twice those, and the pairs across. */
    private static double statistic(int[] labels, double[][] kernel, double[] sums, double total, int n, int m) {
        int small = n <= m ? 0 : 1;
        int[] members = new int[Math.min(n, m)];
        int found = 0;
        double ofMembers = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == small) {
                members[found++] = i;
                ofMembers += sums[i];
            }
        }
        double within = 0;
        for (int a = 1; a < members.length; a++) {
            double[] row = kernel[members[a]];
            for (int b = 0; b < a; b++) {
                within += row[members[b]];
            }
        }
        double across = ofMembers - 2 * within;
        double rest = total - within - across;
        double k = members.length;
        double others = (double) n + m - k;
        return 2 * within / (k * (k - 1)) + 2 * rest / (others * (others - 1)) - 2 * across / (k * others);
    }

    /** Squared distances below the diagonal. */
    private static double[][] squares(double[][] rows) {
        double[][] squares = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            squares[i] = new double[i];
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int c = 0; c < rows[i].length; c++) {
                    double gap = rows[i][c] - rows[j][c];
                    sum += gap * gap;
                }
                squares[i][j] = sum;
            }
        }
        return squares;
    }

    /** Square of the median distance above 0, or of all if that is not 0; 0 if there is none. The mean of the middle two distances. */
    private static double median(double[][] squares) {
        double[] sorted =
                Arrays.stream(squares).flatMapToDouble(Arrays::stream).sorted().toArray();
        double median = median(sorted, 0);
        if (median > 0) {
            return median;
        }
        int zeros = 0;
        while (zeros < sorted.length && sorted[zeros] == 0) {
            zeros++;
        }
        return zeros == sorted.length ? 0 : median(sorted, zeros);
    }

    private static double median(double[] sorted, int from) {
        int left = sorted.length - from;
        double low = Math.sqrt(sorted[from + (left - 1) / 2]);
        double high = Math.sqrt(sorted[from + left / 2]);
        double middle = (low + high) / 2;
        return middle * middle;
    }

    private static void check(double[][] rows, int n) {
        for (int i = 0; i < rows.length; i++) {
            String name = i < n ? "reference[" + i + "]" : "current[" + (i - n) + "]";
            Objects.requireNonNull(rows[i], name);
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        name + " must be of length " + rows[0].length + ", was " + rows[i].length);
            }
            for (int c = 0; c < rows[i].length; c++) {
                if (!Double.isFinite(rows[i][c])) {
                    throw new IllegalArgumentException(name + "[" + c + "] must be finite, was " + rows[i][c]);
                }
            }
        }
    }
}
