package org.clinicalmlops.metrics.weighted;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * Whether predicted risks are as high as what happened. Pure functions of {@link WeightedCases}; cost O(n), the fits that for
 * each of some ten steps.
 *
 * <p>Where all weights are equal the values are those of {@link Calibration}, but not the intervals: there the variance is that of
 * the model (outcomes by chance alone, at the risks that were fitted), here it is estimated from the residuals, which holds for
 * unequal weights and for a model that does not fit. For a model that fits, both come to the same with many cases.
 */
public final class WeightedCalibration {
    private WeightedCalibration() {}

    /**
     * Observed over expected: weight of the events over the weighted sum of the risks. 1 is best, above 1 means that risk is
     * under-predicted. Interval symmetric in the logarithm, by linearisation of the ratio (Woodruff 1971): observed and expected
     * are of the same cases and vary together. {@link Calibration#observedOverExpected} takes the expected events as given and all
     * cases for one risk, which is wider the better the model tells cases apart.
     *
     * <p>Fewer than {@link Calibration#NEEDED} effective events or others, none included: too few. All risks 0: undefined. Where
     * no case moves the ratio (events at one risk, all others at 0) the interval is that of the share of events among the
     * effective cases.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @return above 0
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate observedOverExpected(WeightedCases cases, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> tooFew = cases.tooFew(Calibration.NEEDED);
        if (tooFew.isPresent()) {
            return tooFew.get();
        }
        double observed = cases.ofEvents().sum();
        double expected = 0;
        for (WeightedCases.Case c : cases.ascending()) {
            expected += c.weight() * c.risk();
        }
        double squares = 0;
        for (WeightedCases.Case c : cases.ascending()) {
            double moved = c.ofEvent() / observed - c.weight() * c.risk() / expected;
            squares += moved * moved;
        }
        double variance = squares * cases.all().correction();
        if (variance <= Linearised.ROUNDING) {
            double share = observed / cases.all().sum();
            variance = (1 - share) / (share * cases.effectiveCases());
        }
        double ratio = observed / expected;
        double factor = Math.exp(Intervals.z(level) * Math.sqrt(variance));
        if (!Double.isFinite(ratio * factor)) {
            return new Estimate.Undefined("next to no event was expected");
        }
        return Intervals.known(ratio, ratio / factor, ratio * factor, 0, Double.MAX_VALUE, level, cases.cases());
    }

    /**
     * Calibration in the large: the intercept of a weighted logistic regression of the outcome on the log odds of the risk, with
     * the slope held at 1, in log odds; 0 is best, above 0 means that risk is under-predicted. Wald interval with the sandwich
     * variance (Binder 1983).
     *
     * <p>One class empty: undefined. Fewer than {@link Calibration#NEEDED} effective cases in the smaller class: too few. Risks
     * are clipped as {@link LogOdds#CLIP} says.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate intercept(WeightedCases cases, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> refused = cases.oneSidedOrTooFew(Calibration.NEEDED);
        return refused.orElseGet(() -> WeightedRecalibration.intercept(cases)
                .map(fit -> fit.interval(level))
                .orElseGet(() -> new Estimate.Undefined("the fit of the intercept did not converge")));
    }

    /**
     * Calibration slope: the slope of a weighted logistic regression of the outcome on the log odds of the risk (Cox 1958); 1 is
     * best, below 1 means that risks are too extreme. Interval, too few and undefined as {@link #intercept}; undefined too if all
     * risks are equal, or a threshold on the risk separates the classes.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate slope(WeightedCases cases, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> refused = cases.oneSidedOrTooFew(Calibration.NEEDED);
        return refused.orElseGet(() -> WeightedRecalibration.slope(cases, level));
    }
}
