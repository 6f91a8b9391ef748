package org.clinicalmlops.smile;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Newton's method with step halving for {@code -log likelihood + lambda / 2 * sum of w[j]^2}, the intercept not penalised. The
 * function is convex: where this converges is the minimum. Sequential and with {@link StrictMath}: the same start gives the same
 * bits on every machine. Points have the intercept first and then the columns. Cost of a step: O(rows * columns^2).
 */
final class Newton {
    /** Our choice: about ten do from a sensible start; separated classes need about thirty until they show. */
    private static final int STEPS = 100;

    /**
     * Squared length of a step in standard errors. The step below it is still taken; as convergence is quadratic, what is left then is
     * of the order of rounding. Our choice.
     */
    private static final double CONVERGED = 1e-12;

    /** How much of its value the function may rise by rounding alone. */
    private static final double ROUNDING = 1e-13;

    /**
     * Mean of {@code p * (1 - p)} over the rows that inform about a column. Where the classes are separated, it is below
     * {@link #CONVERGED} once the steps are; where they are not, so small a mean would be a standard error of thousands. Our choice.
     */
    private static final double SEPARATED = 1e-9;

    private final double[][] rows;
    private final int[] classes;
    private final double lambda;

    Newton(double[][] standardisedRows, int[] classes, double lambda) {
        this.rows = standardisedRows;
        this.classes = classes;
        this.lambda = lambda;
    }

    /** No column has a weight; everybody's risk is the share of events. A start from which Newton's method is always well behaved. */
    double[] shareOfEvents() {
        int events = 0;
        for (int c : classes) {
            events += c;
        }
        double[] point = new double[rows[0].length + 1];
        point[0] = StrictMath.log((double) events / (classes.length - events));
        return point;
    }

    /** The minimum, or empty if it is not reached. */
    Optional<double[]> minimumFrom(double[] start) {
        double[] at = start;
        double value = value(at);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = gradient(at);
            double[] direction = hessian(at).solve(gradient);
            if (dot(gradient, direction) <= CONVERGED) {
                return Optional.of(moved(at, direction, 1));
            }
            double length = 1;
            double[] next = moved(at, direction, length);
            while (!(value(next) <= value + ROUNDING * value) && length > ROUNDING) {
                length /= 2;
                next = moved(at, direction, length);
            }
            at = next;
            value = value(at);
        }
        return Optional.empty();
    }

    /**
     * Where the classes are separated, the likelihood has no maximum: it only flattens. Answers the first of the point's numbers (0 is
     * the intercept) that no row informs about any more although the rows differ in it.
     */
    OptionalInt flat(double[] minimum) {
        Squares informed = hessian(minimum);
        Squares differ = Squares.of(rows);
        for (int j = 0; j < minimum.length; j++) {
            if (informed.left(j) < SEPARATED * differ.left(j)) {
                return OptionalInt.of(j);
            }
        }
        return OptionalInt.empty();
    }

    /** NaN or infinite if the point is. */
    double value(double[] at) {
        double value = 0;
        for (int i = 0; i < rows.length; i++) {
            double logOdds = logOdds(rows[i], at);
            double against = classes[i] == 1 ? -logOdds : logOdds;
            value += Math.max(against, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(logOdds)));
        }
        for (int j = 1; j < at.length; j++) {
            value += lambda / 2 * at[j] * at[j];
        }
        return value;
    }

    private double[] gradient(double[] at) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < rows.length; i++) {
            double logOdds = logOdds(rows[i], at);
            double small = StrictMath.exp(-Math.abs(logOdds));
            // how far the risk is from the truth, without the cancellation of 1 - p
            double miss = (classes[i] == 1) == (logOdds > 0) ? small / (1 + small) : 1 / (1 + small);
            double error = classes[i] == 1 ? -miss : miss;
            gradient[0] += error;
            for (int j = 1; j < at.length; j++) {
                gradient[j] += error * rows[i][j - 1];
            }
        }
        for (int j = 1; j < at.length; j++) {
            gradient[j] += lambda * at[j];
        }
        return gradient;
    }

    private Squares hessian(double[] at) {
        double[] information = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double small = StrictMath.exp(-Math.abs(logOdds(rows[i], at)));
            information[i] = small / ((1 + small) * (1 + small));
        }
        return new Squares(rows, information, lambda);
    }

    private static double logOdds(double[] row, double[] at) {
        double sum = at[0];
        for (int j = 1; j < at.length; j++) {
            sum += at[j] * row[j - 1];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] moved(double[] at, double[] direction, double length) {
        double[] next = at.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] -= length * direction[i];
        }
        return next;
    }
}
