package org.clinicalmlops.smile;

import org.clinicalmlops.api.train.TrainingData;

/** Columns brought to mean 0 and standard deviation 1 (divisor n); a constant column becomes 0 throughout. */
final class Standardised {
    private final double[] mean;
    private final double[] deviation;
    private final double[][] rows;

    Standardised(TrainingData data) {
        int columns = data.columns().size();
        mean = new double[columns];
        deviation = new double[columns];
        rows = data.toRows();
        for (int c = 0; c < columns; c++) {
            double origin = rows[0][c];
            double sum = 0;
            for (double[] row : rows) {
                sum += row[c] - origin; // exactly 0 for a constant column, however many rows
            }
            mean[c] = origin + sum / rows.length;
            double squares = 0;
            for (double[] row : rows) {
                squares += (row[c] - mean[c]) * (row[c] - mean[c]);
            }
            deviation[c] = Math.sqrt(squares / rows.length);
            for (double[] row : rows) {
                row[c] = constant(c) ? 0 : (row[c] - mean[c]) / deviation[c];
            }
        }
    }

    /** A spread of no more than rounding, relative to the mean, is none; the unit does not matter. */
    private boolean constant(int c) {
        return !(deviation[c] > 1e-12 * Math.abs(mean[c]));
    }

    double[][] rows() {
        return rows;
    }

    /** Weights per unit of the columns as they were. */
    double[] weights(double[] standardised) {
        double[] weights = new double[mean.length];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = constant(c) ? 0 : standardised[c] / deviation[c];
        }
        return weights;
    }

    /** The intercept for columns as they were. */
    double intercept(double standardised, double[] weights) {
        double intercept = standardised;
        for (int c = 0; c < weights.length; c++) {
            intercept -= weights[c] * mean[c];
        }
        return intercept;
    }

    /** How far apart the log-odds of a row by two sets of coefficients are at most; the intercept is last. */
    double furthest(double[] a, double[] b) {
        double furthest = 0;
        for (double[] row : rows) {
            double apart = a[row.length] - b[row.length];
            for (int c = 0; c < row.length; c++) {
                apart += (a[c] - b[c]) * row[c];
            }
            furthest = Math.max(furthest, Math.abs(apart));
        }
        return furthest;
    }

    /** The column whose part in the log-odds, over all its range, differs most between two sets of coefficients. */
    int mostMoved(double[] a, double[] b) {
        int most = 0;
        double furthest = -1;
        for (int c = 0; c < mean.length; c++) {
            double low = rows[0][c];
            double high = low;
            for (double[] row : rows) {
                low = Math.min(low, row[c]);
                high = Math.max(high, row[c]);
            }
            double moved = Math.abs(a[c] - b[c]) * (high - low);
            if (moved > furthest) {
                furthest = moved;
                most = c;
            }
        }
        return most;
    }
}
