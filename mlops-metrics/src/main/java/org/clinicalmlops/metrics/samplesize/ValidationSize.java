package org.clinicalmlops.metrics.samplesize;

import java.util.Objects;
import org.apache.commons.math3.util.FastMath;

/**
 * How many patients it takes to validate a model of a binary outcome on new data, so that the 95 % intervals of observed over expected
 * events, calibration slope and C-statistic are as narrow as wanted (Riley et al., Statistics in Medicine 2021;40:4230, as in the
 * package pmvalsampsize). A well calibrated model is assumed. Pure functions.
 */
public final class ValidationSize {
    private static final long LARGEST = 1_000_000_000_000L;

    private ValidationSize() {}

    /**
     * Patients for observed over expected events; the interval is taken on the log scale around 1. The package
     * finds the standard error on a grid of 0.0001, which gives slightly fewer (905 for its example, here 906).
     *
     * @param prevalence expected share of patients with the event, in (0, 1)
     * @param width of the interval, above 0; the package's default is 0.2
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static long forObservedOverExpected(double prevalence, double width) {
        DevelopmentSize.checkPrevalence(prevalence);
        checkWidth(width);
        double standardError = FastMath.asinh(width / 2) / DevelopmentSize.Z; // exp(z s) - exp(-z s) = width
        return DevelopmentSize.up((1 - prevalence) / (prevalence * standardError * standardError));
    }

    /**
     * Patients for the calibration slope, with log-odds of the model in the new population distributed as here.
     *
     * @param logOdds of predicted risks in a comparable population, two different ones or more, finite
     * @param width of the interval, above 0; the package's default is 0.2
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static long forCalibrationSlope(double[] logOdds, double width) {
        Objects.requireNonNull(logOdds, "logOdds");
        checkWidth(width);
        double mean = 0; // the variance of the slope does not depend on where the log-odds are counted from
        for (int i = 0; i < logOdds.length; i++) {
            if (!Double.isFinite(logOdds[i])) {
                throw new IllegalArgumentException("logOdds[" + i + "] must be finite, was " + logOdds[i]);
            }
            mean += logOdds[i] / logOdds.length;
        }
        double a = 0;
        double b = 0;
        double c = 0;
        for (double x : logOdds) {
            double weight = weight(x) / logOdds.length;
            a += weight;
            b += weight * (x - mean);
            c += weight * (x - mean) * (x - mean);
        }
        double information = c - b * b / a;
        if (!(information > 0)) {
            throw new IllegalArgumentException("logOdds must have two different values or more, had not");
        }
        return forSlope(information, width);
    }

    /**
     * {@link #forCalibrationSlope(double[], double)} with normally distributed log-odds.
     *
     * @param mean of the log-odds, in [-50, 50]
     * @param standardDeviation of the log-odds, in (0, 50]
     * @param width of the interval, above 0
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static long forCalibrationSlope(double mean, double standardDeviation, double width) {
        checkWidth(width);
        if (!(mean >= -50 && mean <= 50)) {
            throw new IllegalArgumentException("mean must be in [-50, 50], was " + mean);
        }
        if (!(standardDeviation > 0 && standardDeviation <= 50)) {
            throw new IllegalArgumentException("standardDeviation must be in (0, 50], was " + standardDeviation);
        }
        double a = Normal.expectation(z -> weight(mean + standardDeviation * z));
        double b = Normal.expectation(z -> weight(mean + standardDeviation * z) * z);
        double c = Normal.expectation(z -> weight(mean + standardDeviation * z) * z * z);
        return forSlope(standardDeviation * standardDeviation * (c - b * b / a), width);
    }

    /**
     * Patients for the C-statistic (AUROC), by Newcombe's standard error (2006, method 4).
     *
     * @param auroc expected, in (0.5, 1)
     * @param prevalence expected share of patients with the event, in (0, 1)
     * @param width of the interval, above 0; the package's default is 0.1
     * @throws IllegalArgumentException if an argument is outside its range, or a million million patients do not suffice
     */
    public static long forAuroc(double auroc, double prevalence, double width) {
        if (!(auroc > 0.5 && auroc < 1)) {
            throw new IllegalArgumentException("auroc must be in (0.5, 1), was " + auroc);
        }
        DevelopmentSize.checkPrevalence(prevalence);
        checkWidth(width);
        long low = 1;
        long high = LARGEST;
        if (widthOfAuroc(auroc, prevalence, high) > width) {
            throw new IllegalArgumentException("width must be reached by 10^12 patients, was " + width);
        }
        if (widthOfAuroc(auroc, prevalence, low) <= width) {
            return low;
        }
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (widthOfAuroc(auroc, prevalence, middle) <= width) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static double widthOfAuroc(double c, double prevalence, double n) {
        double shape = 1 + (n / 2 - 1) * ((1 - c) / (2 - c)) + (n / 2 - 1) * c / (1 + c);
        return 2 * DevelopmentSize.Z * Math.sqrt(c * (1 - c) * shape / (n * n * prevalence * (1 - prevalence)));
    }

    private static long forSlope(double information, double width) {
        double standardError = width / (2 * DevelopmentSize.Z);
        return DevelopmentSize.up(1 / (standardError * standardError * information));
    }

    /** Variance of an outcome with these log-odds. */
    private static double weight(double logOdds) {
        double smaller = Math.exp(-Math.abs(logOdds));
        return smaller / ((1 + smaller) * (1 + smaller));
    }

    private static void checkWidth(double width) {
        if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("width must be finite and > 0, was " + width);
        }
    }
}
