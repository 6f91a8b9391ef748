package org.clinicalmlops.smile;

import org.clinicalmlops.api.train.TrainingData;
import smile.data.DataFrame;

/**
 * Columns times a power of two each. Smile never splits between values that are less than 1e-7 apart, whatever their unit; once the
 * largest value of a column is at least 2^20, such values differ by no more than a ten-trillionth of it. A power of two rounds
 * nothing.
 */
final class Magnified {
    private static final int LARGE = 20;

    private final int[] powers;

    Magnified(TrainingData data) {
        powers = new int[data.columns().size()];
        for (int c = 0; c < powers.length; c++) {
            double largest = 0;
            for (int i = 0; i < data.size(); i++) {
                largest = Math.max(largest, Math.abs(data.value(i, c)));
            }
            powers[c] = largest >= Double.MIN_NORMAL ? Math.max(0, LARGE - Math.getExponent(largest)) : 0;
        }
    }

    /** Columns are named by position: Smile refuses names that occur twice, and ours may hold any character. */
    DataFrame frame(TrainingData data) {
        String[] names = new String[powers.length];
        double[][] rows = data.toRows();
        for (int c = 0; c < names.length; c++) {
            names[c] = "x" + c;
            for (double[] row : rows) {
                row[c] = Math.scalb(row[c], powers[c]);
            }
        }
        return DataFrame.of(rows, names);
    }

    /** A threshold for the column as it was given. */
    double threshold(int column, double magnified) {
        return Math.scalb(magnified, -powers[column]);
    }
}
