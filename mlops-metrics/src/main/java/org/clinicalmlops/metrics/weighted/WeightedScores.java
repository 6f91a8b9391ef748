package org.clinicalmlops.metrics.weighted;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;

/**
 * Mean losses by weight; 0 is perfect, lower is better. Pure functions of {@link WeightedCases}; cost O(n).
 *
 * <p>Normal interval of the mean, cut off where losses end. Where all weights are equal, value and interval are those of
 * {@link Brier#score} and {@link Likelihood#logLoss}. Where all cases lose the same the interval is the exact one of as many
 * cases as are effective, instead of a point. Fewer than {@link Brier#NEEDED} effective cases: too few.
 */
public final class WeightedScores {
    private static final double WORST = -Math.log(LogOdds.CLIP);

    private WeightedScores() {}

    /**
     * Mean squared gap between predicted risk and outcome (Brier 1950).
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1], probability squared
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate brier(WeightedCases cases, double level) {
        return mean(cases, WeightedScores::squaredGap, 1, level);
    }

    /**
     * Mean negative log likelihood, natural logarithm (Good 1952); risks are clipped as {@link LogOdds#CLIP} says.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 13.8], nats
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate logLoss(WeightedCases cases, double level) {
        return mean(cases, WeightedScores::surprise, WORST, level);
    }

    private static double squaredGap(WeightedCases.Case c) {
        double gap = c.risk() - (c.happened() ? 1 : 0);
        return gap * gap;
    }

    private static double surprise(WeightedCases.Case c) {
        double p = Math.min(Math.max(c.risk(), LogOdds.CLIP), 1 - LogOdds.CLIP);
        return c.happened() ? -Math.log(p) : -Math.log1p(-p);
    }

    /** Of losses in [0, {@code high}]. */
    private static Estimate mean(
            WeightedCases cases, ToDoubleFunction<WeightedCases.Case> loss, double high, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Mass all = cases.all();
        if (all.effectiveFloor() < Brier.NEEDED) {
            return new Estimate.TooFew(all.effectiveFloor(), Brier.NEEDED);
        }
        double first = loss.applyAsDouble(cases.ascending()[0]);
        boolean equal = true;
        double sum = 0;
        for (WeightedCases.Case c : cases.ascending()) {
            double here = loss.applyAsDouble(c);
            equal &= here == first;
            sum += c.weight() * here;
        }
        if (equal) {
            double q = Intervals.neverSeen(all.effectiveFloor(), level);
            return Intervals.known(first, first - q * first, first + q * (high - first), 0, high, level, all.count());
        }
        double mean = sum / all.sum();
        double squares = 0;
        for (WeightedCases.Case c : cases.ascending()) {
            double moved = c.weight() * (loss.applyAsDouble(c) - mean) / all.sum();
            squares += moved * moved;
        }
        return Linearised.symmetric(mean, squares * all.correction(), 0, high, level, all.count());
    }
}
