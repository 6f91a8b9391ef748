package org.clinicalmlops.metrics.samplesize;

import java.util.function.DoubleUnaryOperator;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * How many patients, and how many with the event, it takes to develop a model of a binary outcome: the three criteria of Riley et al.
 * (Statistics in Medicine 2019;38:1276, BMJ 2020;368:m441), as in the package pmsampsize. Immutable.
 *
 * @param forShrinkage patients for an expected shrinkage of {@link #SHRINKAGE} or better (criterion 1)
 * @param forOptimism patients for an optimism of at most {@link #OPTIMISM} in Nagelkerke's R2 (criterion 2)
 * @param forOverallRisk patients for the overall risk to be known within {@link #MARGIN} (criterion 3)
 * @param needed the largest of the three
 * @param events patients with the event among them, on average, rounded up
 * @param eventsPerParameter the same before rounding up, for each parameter of the model
 */
public record DevelopmentSize(
        long forShrinkage, long forOptimism, long forOverallRisk, long needed, long events, double eventsPerParameter) {
    /** Wanted shrinkage of predictor effects; of the authors. */
    public static final double SHRINKAGE = 0.9;

    /** Largest difference of apparent and adjusted Nagelkerke's R2; of the authors. */
    public static final double OPTIMISM = 0.05;

    /** Half width of the 95 % interval of the overall risk; of the authors. */
    public static final double MARGIN = 0.05;

    /** The rounded quantile that the authors and their package use. */
    static final double Z = 1.96;

    /**
     * The three criteria.
     *
     * @param parameters candidate predictor parameters, {@code >= 1}: those looked at, not those kept; a category of k levels has k - 1
     * @param prevalence expected share of patients with the event, in (0, 1)
     * @param coxSnell expected Cox-Snell R2, adjusted for optimism, in (0, {@link #largestCoxSnell}); of an earlier model, or by
     *     {@link #coxSnellOfAuroc}, or 0.15 of the largest one if nothing is known
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static DevelopmentSize of(int parameters, double prevalence, double coxSnell) {
        if (parameters < 1) {
            throw new IllegalArgumentException("parameters must be >= 1, was " + parameters);
        }
        double largest = largestCoxSnell(prevalence);
        if (!(coxSnell > 0 && coxSnell < largest)) {
            throw new IllegalArgumentException(
                    "coxSnell must be in (0, " + largest + ") at this prevalence, was " + coxSnell);
        }
        long forShrinkage = forShrinkage(parameters, coxSnell, SHRINKAGE);
        long forOptimism = forShrinkage(parameters, coxSnell, coxSnell / (coxSnell + OPTIMISM * largest));
        long forOverallRisk = up(Math.pow(Z / MARGIN, 2) * prevalence * (1 - prevalence));
        long needed = Math.max(forShrinkage, Math.max(forOptimism, forOverallRisk));
        double events = needed * prevalence;
        return new DevelopmentSize(forShrinkage, forOptimism, forOverallRisk, needed, up(events), events / parameters);
    }

    /**
     * The largest Cox-Snell R2 that a model can have, {@code 1 - (p^p (1 - p)^(1 - p))^2}; the divisor of Nagelkerke's.
     *
     * @param prevalence in (0, 1)
     * @throws IllegalArgumentException if it is outside
     */
    public static double largestCoxSnell(double prevalence) {
        checkPrevalence(prevalence);
        return -Math.expm1(2 * (prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence)));
    }

    /**
     * The Cox-Snell R2 of a model of which only the AUROC is known: its log-odds are taken as normal, with the same spread in patients
     * with and without the event (Riley, Van Calster and Collins, Statistics in Medicine 2021;40:859, who simulate what is integrated
     * here).
     *
     * @param auroc in (0.5, 1)
     * @param prevalence in (0, 1)
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double coxSnellOfAuroc(double auroc, double prevalence) {
        if (!(auroc > 0.5 && auroc < 1)) {
            throw new IllegalArgumentException("auroc must be in (0.5, 1), was " + auroc);
        }
        checkPrevalence(prevalence);
        double apart = Math.sqrt(2) * Intervals.z(2 * auroc - 1);
        double odds = Math.log(prevalence / (1 - prevalence));
        // log-likelihood of a patient by the logistic model that then holds, with x the marker less the mean of those
        // without
        DoubleUnaryOperator logOdds = x -> odds + apart * (x - apart / 2);
        double ofEvents = Normal.expectation(z -> -softplus(-logOdds.applyAsDouble(apart + z)));
        double ofOthers = Normal.expectation(z -> -softplus(logOdds.applyAsDouble(z)));
        double model = prevalence * ofEvents + (1 - prevalence) * ofOthers;
        double none = prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence);
        return -Math.expm1(2 * (none - model));
    }

    /** {@code ln(1 + e^x)}. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static long forShrinkage(int parameters, double coxSnell, double shrinkage) {
        return up(parameters / ((shrinkage - 1) * Math.log1p(-coxSnell / shrinkage)));
    }

    /** Rounded up, but not for what is above a whole number by rounding only. */
    static long up(double cases) {
        return (long) Math.ceil(cases * (1 - 1e-12));
    }

    static void checkPrevalence(double prevalence) {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new IllegalArgumentException("prevalence must be in (0, 1), was " + prevalence);
        }
    }
}
