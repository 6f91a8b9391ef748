package org.clinicalmlops.metrics.calibration;

/**
 * Weighted least squares of at most a quadratic about a point, by Gram-Schmidt, each direction cleared twice: the fitted value there and
 * how it depends on the outcomes.
 *
 * @param value fitted share of events
 * @param squares sum of the squared weights that the value gives to single cases: one over the number of cases that it is worth
 */
record LocalFit(double value, double squares) {
    /** A column of which no more than this is left when the columns before it are cleared away depends on them. */
    private static final double DEPENDENT = 1e-12;

    /**
     * @param u distances from the point, scaled to [-1, 1]
     * @param weights of single cases, {@code > 0}
     * @param cases of each group
     * @param shares of events of each group
     * @param n groups, {@code >= 1}; arrays may be longer
     */
    static LocalFit of(double[] u, double[] weights, double[] cases, double[] shares, int n) {
        int degree = Math.min(2, n - 1);
        double[][] q = new double[degree + 1][n];
        double[] forward = new double[degree + 1]; // solves R' v = e1
        double[][] r = new double[degree + 1][degree + 1];
        int rank = 0;
        for (int j = 0; j <= degree; j++) {
            double[] column = q[j];
            for (int g = 0; g < n; g++) {
                column[g] = Math.sqrt(weights[g] * cases[g]) * (j == 0 ? 1 : j == 1 ? u[g] : u[g] * u[g]);
            }
            double before = norm(column, n);
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) {
                    double along = 0;
                    for (int g = 0; g < n; g++) {
                        along += q[k][g] * column[g];
                    }
                    r[k][j] += along;
                    for (int g = 0; g < n; g++) {
                        column[g] -= along * q[k][g];
                    }
                }
            }
            double left = norm(column, n);
            if (!(left > DEPENDENT * before)) {
                break;
            }
            r[j][j] = left;
            for (int g = 0; g < n; g++) {
                column[g] /= left;
            }
            double sum = j == 0 ? 1 : 0;
            for (int k = 0; k < j; k++) {
                sum -= r[k][j] * forward[k];
            }
            forward[j] = sum / left;
            rank++;
        }
        double value = 0;
        double squares = 0;
        for (int g = 0; g < n; g++) {
            double along = 0;
            for (int j = 0; j < rank; j++) {
                along += q[j][g] * forward[j];
            }
            value += along * Math.sqrt(weights[g] * cases[g]) * shares[g];
            squares += along * along * weights[g];
        }
        return new LocalFit(value, squares);
    }

    private static double norm(double[] column, int n) {
        double sum = 0;
        for (int g = 0; g < n; g++) {
            sum += column[g] * column[g];
        }
        return Math.sqrt(sum);
    }
}
