package org.clinicalmlops.metrics.updating;

import java.util.Optional;

/** Whether a vector is a sum of a constant and multiples of columns, by Gram and Schmidt's method, each step done twice. */
final class Span {
    /** A rest of this share of its length is rounding. */
    private static final double ROUNDING = 1e-7;

    private Span() {}

    /** Why not, in words; empty if it is and the columns do not depend on each other. */
    static Optional<String> whyNot(double[][] columns, double[] vector) {
        double[][] basis = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            double[] column = centred(columns[j]);
            double length = length(columns[j]);
            without(column, basis, j);
            double rest = length(column);
            if (!(rest > ROUNDING * length)) {
                return Optional.of("column " + j + " is constant or a sum of multiples of the columns before it");
            }
            for (int i = 0; i < column.length; i++) {
                column[i] /= rest;
            }
            basis[j] = column;
        }
        double[] left = centred(vector);
        double length = length(vector);
        without(left, basis, columns.length);
        return length(left) <= ROUNDING * length
                ? Optional.empty()
                : Optional.of("the refit does not contain the original model: its log odds are no sum of multiples of"
                        + " the columns; compare on rows that the refit has not seen");
    }

    private static void without(double[] vector, double[][] basis, int size) {
        for (int pass = 0; pass < 2; pass++) {
            for (int j = 0; j < size; j++) {
                double along = 0;
                for (int i = 0; i < vector.length; i++) {
                    along += vector[i] * basis[j][i];
                }
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= along * basis[j][i];
                }
            }
        }
    }

    private static double[] centred(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double[] centred = values.clone();
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= sum / values.length;
        }
        return centred;
    }

    private static double length(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
