package org.clinicalmlops.metrics.quantity;

import java.util.Objects;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.internal.MeanInterval;
import org.clinicalmlops.metrics.threshold.ProportionInterval;

/**
 * How near predicted quantities (a length of stay, a dose) are to actual ones. Pure functions: arrays are only read; cost O(n).
 *
 * <p>All refuse lengths that differ and values that are NaN or infinite, and take the level of the interval, its nominal coverage in
 * (0, 1); {@link IllegalArgumentException} otherwise. Errors are skewed and never below 0, so their intervals are symmetric on the
 * log scale, with Student's t for the mean and the delta method for its logarithm. Simulated coverage of the 95 % interval of the
 * root mean squared error with normal, Laplace and t (5 degrees of freedom) errors: 0.93, 0.88 and 0.87 at n = 30, 0.945, 0.93 and
 * 0.91 at 200, 0.95, 0.94 and 0.93 at 1,000; of the mean absolute error 0.93 or more from n = 10 on.
 *
 * <p>If all errors are equal, nothing bounds one that was not seen: the upper bound is infinite.
 */
public final class Quantities {
    /**
     * Cases needed for the mean absolute error and for coverage. Our choice: simulated coverage of the 95 % interval with ten is 0.93
     * or more.
     */
    public static final int NEEDED = 10;

    /**
     * Cases needed for what rests on squared errors, whose mean is unsteady in few cases. Our choice: simulated coverage of the 95 %
     * interval with 30 is 0.93 with normal errors, 0.87 with heavy tails.
     */
    public static final int NEEDED_FOR_SQUARES = 30;

    private Quantities() {}

    /**
     * Mean absolute error, in the unit of the quantity; 0 is perfect, lower is better. Fewer than {@link #NEEDED} cases: too few.
     *
     * @param predicted shape [n], finite
     * @param actual shape [n], finite
     */
    public static Estimate meanAbsoluteError(double[] predicted, double[] actual, double level) {
        check(predicted, actual);
        Cases.checkLevel(level);
        if (predicted.length < NEEDED) {
            return new Estimate.TooFew(predicted.length, NEEDED);
        }
        double[] errors = new double[predicted.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(predicted[i] - actual[i]);
        }
        return logarithmic(errors, level, 1);
    }

    /**
     * Root mean squared error, in the unit of the quantity; 0 is perfect, lower is better. Large errors count more than in
     * {@link #meanAbsoluteError}. Fewer than {@link #NEEDED_FOR_SQUARES} cases: too few.
     *
     * @param predicted shape [n], finite
     * @param actual shape [n], finite
     */
    public static Estimate rootMeanSquaredError(double[] predicted, double[] actual, double level) {
        check(predicted, actual);
        Cases.checkLevel(level);
        if (predicted.length < NEEDED_FOR_SQUARES) {
            return new Estimate.TooFew(predicted.length, NEEDED_FOR_SQUARES);
        }
        return logarithmic(squares(predicted, actual), level, 0.5);
    }

    /** Of the mean of values {@code >= 0}, raised to a power. */
    private static Estimate logarithmic(double[] values, double level, double power) {
        int n = values.length;
        double mean = MeanInterval.mean(values);
        double value = Math.pow(mean, power);
        if (!Double.isFinite(mean)) {
            return new Estimate.Undefined("the sum of the errors is larger than a double can be");
        }
        if (MeanInterval.equal(values)) {
            double lower = Math.pow((1 - Intervals.neverSeen(n, level)) * values[0], power);
            return Intervals.known(value, lower, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, level, n);
        }
        double reach = MeanInterval.t(n, level) * (MeanInterval.error(values, mean) / mean);
        double factor = Math.exp(power * reach);
        return Intervals.known(value, value / factor, value * factor, 0, Double.POSITIVE_INFINITY, level, n);
    }

    /**
     * Share of the variance of the actual values that the predictions explain, {@code 1 - sum (a - p)^2 / sum (a - mean a)^2}; 1 is
     * perfect, 0 as good as the mean of these very cases, below 0 worse. Not the square of a correlation: a bias counts against it.
     * Interval of {@code ln(1 - R2)}, by the delta method for a ratio of means.
     *
     * <p>Fewer than {@link #NEEDED_FOR_SQUARES} cases: too few. All actual values equal: undefined.
     *
     * @param predicted shape [n], finite
     * @param actual shape [n], finite
     * @return at most 1
     */
    public static Estimate rSquared(double[] predicted, double[] actual, double level) {
        check(predicted, actual);
        Cases.checkLevel(level);
        int n = predicted.length;
        if (n < NEEDED_FOR_SQUARES) {
            return new Estimate.TooFew(n, NEEDED_FOR_SQUARES);
        }
        double mean = MeanInterval.mean(actual);
        double[] squares = squares(predicted, actual);
        double[] spread = new double[n];
        for (int i = 0; i < n; i++) {
            spread[i] = (actual[i] - mean) * (actual[i] - mean);
        }
        double error = MeanInterval.mean(squares);
        double variance = MeanInterval.mean(spread);
        if (MeanInterval.equal(actual) || variance == 0) {
            return new Estimate.Undefined("all " + n + " actual values are equal");
        }
        if (!Double.isFinite(error / variance)) {
            return new Estimate.Undefined("the sum of the squares is larger than a double can be");
        }
        double ratio = error / variance;
        double[] influence = new double[n];
        for (int i = 0; i < n; i++) {
            influence[i] = ratio == 0 ? 0 : squares[i] / error - spread[i] / variance;
        }
        double reach = MeanInterval.t(n, level) * MeanInterval.error(influence, 0);
        if (reach == 0) {
            return Intervals.known(1 - ratio, Double.NEGATIVE_INFINITY, 1, Double.NEGATIVE_INFINITY, 1, level, n);
        }
        double factor = Math.exp(reach);
        return Intervals.known(
                1 - ratio, 1 - ratio * factor, 1 - ratio / factor, Double.NEGATIVE_INFINITY, 1, level, n);
    }

    /**
     * Share of actual values inside their prediction intervals, bounds included; best at the level that the intervals promise.
     * Fewer than {@link #NEEDED} cases: too few.
     *
     * @param lower shape [n], not NaN; may be infinite
     * @param upper shape [n], each {@code >= lower}
     * @param actual shape [n], finite
     * @param kind of the interval of the share
     * @return in [0, 1]
     */
    public static Estimate intervalCoverage(
            double[] lower, double[] upper, double[] actual, ProportionInterval kind, double level) {
        Objects.requireNonNull(kind, "kind");
        Cases.checkLevel(level);
        checkLengths("lower", lower, actual);
        checkLengths("upper", upper, actual);
        checkFinite("actual", actual);
        int inside = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!(lower[i] <= upper[i])) {
                throw new IllegalArgumentException(
                        "lower[" + i + "] must be <= upper[" + i + "] " + upper[i] + ", was " + lower[i]);
            }
            inside += actual[i] >= lower[i] && actual[i] <= upper[i] ? 1 : 0;
        }
        int n = actual.length;
        return n < NEEDED
                ? new Estimate.TooFew(n, NEEDED)
                : new Estimate.Known((double) inside / n, kind.of(inside, n, level), n);
    }

    private static double[] squares(double[] predicted, double[] actual) {
        double[] squares = new double[predicted.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (predicted[i] - actual[i]) * (predicted[i] - actual[i]);
        }
        return squares;
    }

    private static void check(double[] predicted, double[] actual) {
        checkLengths("predicted", predicted, actual);
        checkFinite("predicted", predicted);
        checkFinite("actual", actual);
    }

    private static void checkLengths(String name, double[] values, double[] actual) {
        if (values.length != actual.length) {
            throw new IllegalArgumentException(
                    name + " and actual must be of one length, were " + values.length + " and " + actual.length);
        }
    }

    private static void checkFinite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be finite, was " + values[i]);
            }
        }
    }
}
