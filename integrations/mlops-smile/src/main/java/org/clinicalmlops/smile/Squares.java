package org.clinicalmlops.smile;

import java.util.Arrays;

/**
 * Sums of squares and products of the rows, with a leading column of ones, and Cholesky's factor of them. A column that the ones
 * before it explain takes no part: its pivot is 0.
 */
final class Squares {
    /** Share of a column that must be left when the columns before it have explained what they can; less is rounding. Our choice. */
    private static final double FREE = 1e-12;

    /** Lower triangle; the factor once it is made. */
    private final double[][] a;

    /**
     * @param rows {@code rows[n][columns]}; only read
     * @param weights one for each row, {@code >= 0}
     * @param ridge added to the diagonal, but for the column of ones
     */
    Squares(double[][] rows, double[] weights, double ridge) {
        int size = rows[0].length + 1;
        a = new double[size][size];
        for (int i = 0; i < rows.length; i++) {
            a[0][0] += weights[i];
            for (int j = 1; j < size; j++) {
                double weighted = weights[i] * rows[i][j - 1];
                a[j][0] += weighted;
                for (int k = 1; k <= j; k++) {
                    a[j][k] += weighted * rows[i][k - 1];
                }
            }
        }
        for (int j = 1; j < size; j++) {
            a[j][j] += ridge;
        }
        factorise();
    }

    /** Without weights. */
    static Squares of(double[][] rows) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new Squares(rows, ones, 0);
    }

    private void factorise() {
        for (int j = 0; j < a.length; j++) {
            double pivot = a[j][j];
            for (int k = 0; k < j; k++) {
                pivot -= a[j][k] * a[j][k];
            }
            double root = pivot > FREE * a[j][j] ? Math.sqrt(pivot) : 0;
            a[j][j] = root;
            for (int i = j + 1; i < a.length; i++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = root == 0 ? 0 : sum / root;
            }
        }
    }

    /** What is left of a column when the ones before it have explained what they can: a sum of squares; 0 if it takes no part. */
    double left(int column) {
        return a[column][column] * a[column][column];
    }

    /** Solves {@code squares * x = right}; 0 for a column that takes no part. */
    double[] solve(double[] right) {
        double[] x = right.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= a[i][k] * x[k];
            }
            x[i] = a[i][i] == 0 ? 0 : x[i] / a[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                x[i] -= a[k][i] * x[k];
            }
            x[i] = a[i][i] == 0 ? 0 : x[i] / a[i][i];
        }
        return x;
    }
}
