package org.clinicalmlops.metrics.weighted;

import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.LogitRegression;

/**
 * One coefficient of a weighted logistic recalibration: the maximum of the weighted likelihood, and its sandwich variance, the
 * sum of the squares of each case's part in the score times the inverse information.
 */
record WeightedRecalibration(double value, double variance, int cases) {

    Estimate interval(double level) {
        return Linearised.symmetric(value, variance, -Double.MAX_VALUE, Double.MAX_VALUE, level, cases);
    }

    /** Intercept with the slope held at 1; empty if Newton's method does not arrive. Both classes must be there. */
    static Optional<WeightedRecalibration> intercept(WeightedCases cases) {
        double[] x = logits(cases);
        double[][] columns = {ones(x.length)};
        return LogitRegression.of(columns, x, weights(cases), weightsOfEvents(cases))
                .map(fit -> {
                    double a = fit.coefficients()[0];
                    double[] eta = Arrays.stream(x).map(each -> a + each).toArray();
                    double information = 0;
                    double squares = 0;
                    for (int i = 0; i < x.length; i++) {
                        WeightedCases.Case c = cases.ascending()[i];
                        information += c.weight() * chance(eta[i]);
                        squares += square(c.weight() * residual(c, eta[i]));
                    }
                    return of(cases, a, squares / (information * information));
                });
    }

    /** Slope beside a free intercept, or why there is none. Both classes must be there. */
    static Estimate slope(WeightedCases cases, double level) {
        double[] x = logits(cases);
        Optional<String> none = whyNone(cases, x);
        if (none.isPresent()) {
            return new Estimate.Undefined(none.get());
        }
        double mean = 0; // centred, so that risks that hardly differ keep their precision
        for (int i = 0; i < x.length; i++) {
            mean += cases.ascending()[i].weight() * x[i] / cases.all().sum();
        }
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
        }
        return LogitRegression.of(new double[][] {ones(x.length), x}, weights(cases), weightsOfEvents(cases))
                .map(fit -> slope(cases, x, fit.coefficients()).interval(level))
                .orElseGet(() -> new Estimate.Undefined("the fit of the slope did not converge"));
    }

    private static WeightedRecalibration slope(WeightedCases cases, double[] x, double[] coefficients) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        for (int i = 0; i < x.length; i++) {
            double w = cases.ascending()[i].weight() * chance(coefficients[0] + coefficients[1] * x[i]);
            aa += w;
            ab += w * x[i];
            bb += w * x[i] * x[i];
        }
        double determinant = aa * bb - ab * ab;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            WeightedCases.Case c = cases.ascending()[i];
            double residual = residual(c, coefficients[0] + coefficients[1] * x[i]);
            squares += square(c.weight() * residual * (aa * x[i] - ab) / determinant);
        }
        return of(cases, coefficients[1], squares);
    }

    private static WeightedRecalibration of(WeightedCases cases, double value, double squares) {
        return new WeightedRecalibration(value, squares * cases.all().correction(), cases.cases());
    }

    /** In one dimension a maximum exists if and only if the classes overlap (Albert and Anderson 1984). Cases are in order. */
    private static Optional<String> whyNone(WeightedCases cases, double[] x) {
        int n = x.length;
        if (x[0] == x[n - 1]) {
            return Optional.of("all cases have the same risk");
        }
        double[] lowest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] highest = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < n; i++) {
            int side = cases.ascending()[i].happened() ? 1 : 0;
            lowest[side] = Math.min(lowest[side], x[i]);
            highest[side] = Math.max(highest[side], x[i]);
        }
        return lowest[0] >= highest[1] || lowest[1] >= highest[0]
                ? Optional.of("a threshold on the risk separates cases with the event from cases without")
                : Optional.empty();
    }

    private static double residual(WeightedCases.Case c, double eta) {
        return c.happened() ? LogOdds.sigmoid(-eta) : -LogOdds.sigmoid(eta);
    }

    /** Variance of an outcome with these log odds. */
    private static double chance(double eta) {
        return LogOdds.sigmoid(eta) * LogOdds.sigmoid(-eta);
    }

    private static double[] logits(WeightedCases cases) {
        return Arrays.stream(cases.ascending())
                .mapToDouble(c -> LogOdds.logit(c.risk()))
                .toArray();
    }

    private static double[] weights(WeightedCases cases) {
        return Arrays.stream(cases.ascending())
                .mapToDouble(WeightedCases.Case::weight)
                .toArray();
    }

    private static double[] weightsOfEvents(WeightedCases cases) {
        return Arrays.stream(cases.ascending())
                .mapToDouble(WeightedCases.Case::ofEvent)
                .toArray();
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double square(double x) {
        return x * x;
    }
}
