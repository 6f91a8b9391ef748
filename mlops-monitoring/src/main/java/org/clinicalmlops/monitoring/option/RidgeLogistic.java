package org.clinicalmlops.monitoring.option;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Logistic regression whose squared weights are held down, by Newton's method with halved steps: the function is strictly concave, so that
 * it arrives. Immutable.
 */
final class RidgeLogistic {
    private static final int STEPS = 25;
    private static final double TOLERANCE = 1e-6;

    private final double[] weights; // the last is the intercept, which is free

    private RidgeLogistic(double[] weights) {
        this.weights = weights;
    }

    /**
     * @param x rows of columns of about one scale
     * @param y which of two
     * @param penalty half of it times the sum of squared weights is taken off the log likelihood; above 0
     */
    static RidgeLogistic fit(double[][] x, boolean[] y, double penalty) {
        int columns = x[0].length;
        double[] w = new double[columns + 1];
        double value = value(x, y, w, penalty);
        for (int step = 0; step < STEPS; step++) {
            double[] direction = direction(x, y, w, penalty);
            double length = 1;
            double[] next = moved(w, direction, length);
            double nextValue = value(x, y, next, penalty);
            while (nextValue < value && length > 1e-6) {
                length /= 2;
                next = moved(w, direction, length);
                nextValue = value(x, y, next, penalty);
            }
            if (!(nextValue > value + TOLERANCE)) {
                break;
            }
            w = next;
            value = nextValue;
        }
        return new RidgeLogistic(w);
    }

    private static double[] moved(double[] w, double[] direction, double length) {
        double[] next = w.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += length * direction[i];
        }
        return next;
    }

    private static double value(double[][] x, boolean[] y, double[] w, double penalty) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double z = linear(x[i], w);
            double signed = y[i] ? -z : z;
            sum -= signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed));
        }
        for (int c = 0; c < w.length - 1; c++) {
            sum -= penalty / 2 * w[c] * w[c];
        }
        return sum;
    }

    private static double[] direction(double[][] x, boolean[] y, double[] w, double penalty) {
        int n = w.length;
        double[][] curvature = new double[n][n];
        double[] slope = new double[n];
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-linear(x[i], w)));
            double gap = (y[i] ? 1 : 0) - p;
            double weight = Math.max(1e-9, p * (1 - p));
            for (int a = 0; a < n; a++) {
                double xa = a < n - 1 ? x[i][a] : 1;
                if (xa != 0) {
                    slope[a] += gap * xa;
                    for (int b = 0; b <= a; b++) {
                        curvature[a][b] += weight * xa * (b < n - 1 ? x[i][b] : 1);
                    }
                }
            }
        }
        for (int a = 0; a < n; a++) {
            if (a < n - 1) {
                slope[a] -= penalty * w[a];
                curvature[a][a] += penalty;
            }
            for (int b = 0; b < a; b++) {
                curvature[b][a] = curvature[a][b];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false), 1e-9, 1e-12)
                .getSolver()
                .solve(new ArrayRealVector(slope, false))
                .toArray();
    }

    private static double linear(double[] row, double[] w) {
        double sum = w[w.length - 1];
        for (int c = 0; c < row.length; c++) {
            sum += row[c] * w[c];
        }
        return sum;
    }

    /** Log odds. */
    double at(double[] row) {
        return linear(row, weights);
    }

    double weight(int column) {
        return weights[column];
    }
}
