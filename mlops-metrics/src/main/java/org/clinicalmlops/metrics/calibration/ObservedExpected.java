package org.clinicalmlops.metrics.calibration;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Intervals;

/** Exact intervals of observed over expected events. */
final class ObservedExpected {
    /** In log odds: a factor of e^60 takes any clipped risk to 0 or 1. */
    private static final double FARTHEST = 60;

    private ObservedExpected() {}

    /** Garwood 1936: quantiles of chi-square with 2 O and 2 O + 2 degrees of freedom, halved. */
    static Estimate poisson(int observed, double expected, double level, int n) {
        double tail = (1 - level) / 2;
        double lower = observed == 0 ? 0 : chiSquare(2.0 * observed, tail) / 2;
        double upper = chiSquare(2.0 * observed + 2, 1 - tail) / 2;
        return known(observed / expected, lower / expected, upper / expected, level, n);
    }

    private static double chiSquare(double degrees, double probability) {
        return new ChiSquaredDistribution(null, degrees, 1e-14).inverseCumulativeProbability(probability);
    }

    static Estimate poissonBinomial(double[] risks, int observed, double expected, double level) {
        int n = risks.length;
        double tail = (1 - level) / 2;
        int possible = 0; // cases that can have the event and can also not have it
        int certain = 0;
        for (double risk : risks) {
            possible += risk > 0 && risk < 1 ? 1 : 0;
            certain += risk == 1 ? 1 : 0;
        }
        if (observed < certain || observed > certain + possible) {
            return new Estimate.Undefined(
                    "a case with risk 0 had the event, or one with risk 1 did not: no factor of the "
                            + "odds explains that");
        }
        double lower = observed == certain
                ? certain
                : moved(
                        risks,
                        root(shift -> PoissonBinomial.of(shifted(risks, shift)).atLeast(observed) - tail));
        double upper = observed == certain + possible
                ? (double) certain + possible
                : moved(
                        risks,
                        root(shift ->
                                tail - PoissonBinomial.of(shifted(risks, shift)).atMost(observed)));
        return known(observed / expected, lower / expected, upper / expected, level, n);
    }

    private static Estimate known(double ratio, double lower, double upper, double level, int n) {
        if (!Double.isFinite(ratio) || !Double.isFinite(upper)) {
            return new Estimate.Undefined("next to no event was expected");
        }
        return Intervals.known(ratio, lower, upper, 0, Double.MAX_VALUE, level, n);
    }

    private static double moved(double[] risks, double shift) {
        double sum = 0;
        for (double risk : shifted(risks, shift)) {
            sum += risk;
        }
        return sum;
    }

    /** Odds multiplied by {@code e^shift}; 0 and 1 stay. Unlike {@link LogOdds} nothing is clipped. */
    private static double[] shifted(double[] risks, double shift) {
        double[] moved = new double[risks.length];
        double factor = Math.exp(shift);
        for (int i = 0; i < moved.length; i++) {
            double odds = risks[i] * factor;
            moved[i] = odds / (odds + (1 - risks[i]));
        }
        return moved;
    }

    /** Where an increasing function changes its sign: the bracket is halved, or cut by the Illinois rule, whichever is safe. */
    private static double root(DoubleUnaryOperator increasing) {
        double low = -1;
        double atLow = increasing.applyAsDouble(low);
        while (atLow > 0 && low > -FARTHEST) {
            low *= 2;
            atLow = increasing.applyAsDouble(low);
        }
        double high = 1;
        double atHigh = increasing.applyAsDouble(high);
        while (atHigh < 0 && high < FARTHEST) {
            high *= 2;
            atHigh = increasing.applyAsDouble(high);
        }
        int side = 0;
        for (int step = 0; step < 200 && high - low > 1e-12 * (1 + Math.abs(low)); step++) {
            double cut = (low * atHigh - high * atLow) / (atHigh - atLow);
            double middle = step % 4 == 3 || !(cut > low && cut < high) ? (low + high) / 2 : cut;
            double there = increasing.applyAsDouble(middle);
            if (there == 0) {
                return middle;
            }
            if (there < 0) {
                low = middle;
                atLow = there;
                atHigh = side == -1 ? atHigh / 2 : atHigh;
                side = -1;
            } else {
                high = middle;
                atHigh = there;
                atLow = side == 1 ? atLow / 2 : atLow;
                side = 1;
            }
        }
        return (low + high) / 2;
    }
}
