package org.clinicalmlops.smile;

import org.clinicalmlops.api.MlopsException;
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
            if (!Double.isFinite(mean[c]) || !Double.isFinite(deviation[c])) {
                throw new MlopsException(
                        "column '" + data.columns().get(c) + "' has values too large to be standardised");
            }
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
}
