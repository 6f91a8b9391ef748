package org.clinicalmlops.metrics.internal;

import java.util.Optional;

/**
 * Logistic regression of grouped outcomes on a few columns: maximum likelihood by Newton's method with halved steps. Groups may
 * have fractions of cases and events, such as sums of weights.
 */
public final class LogitRegression {
    private static final int STEPS = 100;
    private static final int HALVINGS = 40;
    private static final double TOLERANCE = 1e-9;

    /** A pivot of the scaled information below this says that columns depend on each other, or that the fit runs to infinity. */
    private static final double SMALLEST_PIVOT = 1e-13;

    private final double[][] columns;
    private final double[] offset;
    private final double[] cases;
    private final double[] events;
    private final double[] coefficients;
    private double logLikelihood;
    private double[][] lower; // Cholesky factor of the scaled information
    private double[] scale;

    private LogitRegression(double[][] columns, double[] offset, double[] cases, double[] events) {
        this.columns = columns;
        this.offset = offset;
        this.cases = cases;
        this.events = events;
        this.coefficients = new double[columns.length];
        this.lower = new double[columns.length][columns.length];
        this.scale = new double[columns.length];
    }

    /**
     * The fit; empty if there is none: a combination of columns separates the classes, columns depend on each other, or Newton's
     * method does not arrive.
     *
     * @param columns shape [columns][groups]; the constant is a column
     * @param cases of each group
     * @param events of each group, in [0, cases]
     */
    public static Optional<LogitRegression> of(double[][] columns, double[] cases, double[] events) {
        return of(columns, new double[cases.length], cases, events);
    }

    /**
     * As {@link #of(double[][], double[], double[])}, with a column whose coefficient is held at 1.
     *
     * @param offset shape [groups]
     */
    public static Optional<LogitRegression> of(double[][] columns, double[] offset, double[] cases, double[] events) {
        LogitRegression fit = new LogitRegression(columns, offset, cases, events);
        return fit.arrives() ? Optional.of(fit) : Optional.empty();
    }

    public double[] coefficients() {
        return coefficients.clone();
    }

    public double logLikelihood() {
        return logLikelihood;
    }

    /** Linear predictor of a row. */
    public double predictor(double[] row) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += coefficients[j] * row[j];
        }
        return sum;
    }

    /** Standard error of the linear predictor of a row, by the information at the fit. */
    public double error(double[] row) {
        double[] half = new double[row.length];
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            half[j] = row[j] * scale[j];
            for (int k = 0; k < j; k++) {
                half[j] -= lower[j][k] * half[k];
            }
            half[j] /= lower[j][j];
            sum += half[j] * half[j];
        }
        return Math.sqrt(sum);
    }

    private boolean arrives() {
        logLikelihood = logLikelihoodAt(coefficients);
        for (int step = 0; step < STEPS; step++) {
            Optional<double[]> direction = direction();
            if (direction.isEmpty()) {
                return false;
            }
            double[] d = direction.get();
            boolean last = true;
            for (int j = 0; j < d.length; j++) {
                last &= Math.abs(d[j]) <= TOLERANCE * (1 + Math.abs(coefficients[j]));
            }
            if (last) {
                move(d, 1);
                logLikelihood = logLikelihoodAt(coefficients);
                return true;
            }
            if (!climb(d)) {
                return false;
            }
        }
        return false;
    }

    private void move(double[] d, double share) {
        for (int j = 0; j < d.length; j++) {
            coefficients[j] += share * d[j];
        }
    }

    private boolean climb(double[] d) {
        double share = 1;
        double[] there = new double[d.length];
        for (int halving = 0; halving < HALVINGS; halving++, share /= 2) {
            for (int j = 0; j < d.length; j++) {
                there[j] = coefficients[j] + share * d[j];
            }
            double reached = logLikelihoodAt(there);
            if (reached >= logLikelihood - 1e-12 * Math.abs(logLikelihood)) {
                move(d, share);
                logLikelihood = reached;
                return true;
            }
        }
        return false;
    }

    private double at(double[] beta, int group) {
        double eta = offset[group];
        for (int j = 0; j < beta.length; j++) {
            eta += beta[j] * columns[j][group];
        }
        return eta;
    }

    private double logLikelihoodAt(double[] beta) {
        double sum = 0;
        for (int g = 0; g < cases.length; g++) {
            double eta = at(beta, g);
            double softplus = eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta));
            sum += events[g] * eta - cases[g] * softplus;
        }
        return sum;
    }

    /** Newton's step; empty if the information is not positive definite to rounding. Leaves its factor for the errors. */
    private Optional<double[]> direction() {
        int k = columns.length;
        double[] score = new double[k];
        double[][] information = new double[k][k];
        for (int g = 0; g < cases.length; g++) {
            double eta = at(coefficients, g);
            double odds = Math.exp(-Math.abs(eta)); // of the less probable side
            double p = (eta < 0 ? odds : 1) / (1 + odds);
            double q = (eta < 0 ? 1 : odds) / (1 + odds);
            double w = cases[g] * p * q;
            double residual = events[g] * q - (cases[g] - events[g]) * p;
            for (int i = 0; i < k; i++) {
                score[i] += residual * columns[i][g];
                double weighted = w * columns[i][g];
                for (int j = 0; j <= i; j++) {
                    information[i][j] += weighted * columns[j][g];
                }
            }
        }
        if (!factor(information)) {
            return Optional.empty();
        }
        double[] step = new double[k];
        for (int i = 0; i < k; i++) {
            step[i] = score[i] * scale[i];
            for (int j = 0; j < i; j++) {
                step[i] -= lower[i][j] * step[j];
            }
            step[i] /= lower[i][i];
        }
        for (int i = k - 1; i >= 0; i--) {
            for (int j = i + 1; j < k; j++) {
                step[i] -= lower[j][i] * step[j];
            }
            step[i] /= lower[i][i];
        }
        for (int i = 0; i < k; i++) {
            step[i] *= scale[i];
            if (!Double.isFinite(step[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(step);
    }

    /** Cholesky of the information scaled to ones on its diagonal. */
    private boolean factor(double[][] information) {
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 / Math.sqrt(information[i][i]);
            if (!Double.isFinite(scale[i])) {
                return false;
            }
        }
        for (int i = 0; i < scale.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = information[i][j] * scale[i] * scale[j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i == j) {
                    if (!(sum > SMALLEST_PIVOT)) {
                        return false;
                    }
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
            }
        }
        return true;
    }
}
