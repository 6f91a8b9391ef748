package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * Whether predicted risks are as high as what happened. Pure functions: arrays are only read, nothing is kept; the cost is O(n).
 * All take the level of the interval, its nominal coverage in (0, 1), and throw {@link IllegalArgumentException} if lengths
 * differ, a risk is NaN or outside [0, 1], or the level outside (0, 1).
 */
public final class Calibration {
    /**
     * Cases needed in each class for observed over expected, slope and intercept, below which Wald intervals mislead. Our choice: with
     * little more than ten of the rarer class the simulated coverage of the 95 % intervals is 0.96 to 1.00, as they are wide. An
     * external validation takes 100 events at least (Collins, Ogundimu and Altman 2016).
     *
     * @see <a href="https://doi.org/10.1002/sim.6787">Collins et al. 2016</a>
     */
    public static final int NEEDED = 10;

    private Calibration() {}

    /**
     * Observed events over expected events, the sum of the risks: 1 is best, above 1 means that risk is under-predicted. Interval on
     * the log scale with {@code se(ln O/E) = sqrt((1 - O/n) / O)}, which takes the expected events as given (Debray et al. 2017).
     *
     * <p>Fewer than {@link #NEEDED} events or non-events, none included: too few. All risks 0: undefined.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return above 0
     * @see <a href="https://doi.org/10.1136/bmj.i6460">Debray et al. 2017</a>
     */
    public static Estimate observedOverExpected(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        double expected = 0;
        for (double risk : risks) {
            expected += risk;
        }
        return observedOverExpected(Cases.events(happened), expected, risks.length, level);
    }

    /**
     * {@link #observedOverExpected(double[], boolean[], double)} from its sums.
     *
     * @param observed events, in [0, {@code n}]
     * @param expected sum of the risks, finite, {@code >= 0}
     * @param n cases
     * @throws IllegalArgumentException if a value is outside its range
     */
    public static Estimate observedOverExpected(int observed, double expected, int n, double level) {
        Cases.checkLevel(level);
        if (n < 0 || observed < 0 || observed > n) {
            throw new IllegalArgumentException("observed must be in [0, n], was " + observed + " of " + n);
        }
        if (!(expected >= 0 && expected < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected must be finite and >= 0, was " + expected);
        }
        Optional<Estimate> tooFew = Cases.tooFew(observed, n, NEEDED);
        if (tooFew.isPresent()) {
            return tooFew.get();
        }
        double ratio = observed / expected;
        double factor = Math.exp(Intervals.z(level) * Math.sqrt((1 - (double) observed / n) / observed));
        if (!Double.isFinite(ratio * factor)) {
            return new Estimate.Undefined("no event was expected: the sum of all risks is " + expected);
        }
        return Intervals.known(ratio, ratio / factor, ratio * factor, 0, Double.MAX_VALUE, level, n);
    }

    /**
     * Observed over expected events with the interval of the caller's choice; {@link RatioInterval#LOG} is
     * {@link #observedOverExpected(double[], boolean[], double)}. The exact ones need one case only. No case: too few. All risks 0,
     * or with {@link RatioInterval#POISSON_BINOMIAL} an event at risk 0 or none at risk 1: undefined.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return {@code >= 0}; cost O(n), with {@link RatioInterval#POISSON_BINOMIAL} some twenty times that of
     *     {@link PoissonBinomial#of}
     */
    public static Estimate observedOverExpected(
            double[] risks, boolean[] happened, RatioInterval interval, double level) {
        Objects.requireNonNull(interval, "interval");
        if (interval == RatioInterval.LOG) {
            return observedOverExpected(risks, happened, level);
        }
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        if (risks.length == 0) {
            return new Estimate.TooFew(0, 1);
        }
        double expected = 0;
        for (double risk : risks) {
            expected += risk;
        }
        if (expected == 0) {
            return new Estimate.Undefined("no event was expected: the sum of all risks is " + expected);
        }
        int observed = Cases.events(happened);
        return interval == RatioInterval.POISSON
                ? ObservedExpected.poisson(observed, expected, level, risks.length)
                : ObservedExpected.poissonBinomial(risks, observed, expected, level);
    }

    /**
     * Calibration slope: the slope of {@link LogisticRecalibration}; 1 is best, below 1 means that risks are too extreme. Wald
     * interval.
     *
     * <p>No cases, or fewer than {@link #NEEDED} in the smaller class: too few. One class empty, all risks equal, or classes that a
     * threshold on the risk separates: undefined.
     *
     * @param risks shape [n], clipped as {@link LogOdds#CLIP} says
     * @param happened shape [n]
     */
    public static Estimate slope(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(Cases.events(happened), happened.length, NEEDED);
        return refused.orElseGet(() -> slope(LogisticFit.of(risks, happened), level, risks.length));
    }

    /** {@link #slope(double[], boolean[], double)} of counted cases. */
    public static Estimate slope(RiskCounts cases, double level) {
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(cases.events(), cases.cases(), NEEDED);
        return refused.orElseGet(() -> slope(LogisticFit.of(cases), level, cases.cases()));
    }

    private static Estimate slope(LogisticRecalibration fit, double level, int n) {
        return fit.<Estimate>fold(
                fitted -> wald(fitted.slope(), fitted.slopeError(), level, n),
                undetermined -> new Estimate.Undefined(undetermined.reason()));
    }

    /**
     * Calibration in the large: the intercept of a logistic regression of the outcome on the log odds of the risk, with the slope
     * held at 1; 0 is best, above 0 means that risk is under-predicted. In log odds, with Wald interval.
     *
     * <p>No cases, or fewer than {@link #NEEDED} in the smaller class: too few. One class empty: undefined.
     *
     * @param risks shape [n], clipped as {@link LogOdds#CLIP} says
     * @param happened shape [n]
     */
    public static Estimate intercept(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(Cases.events(happened), happened.length, NEEDED);
        return refused.orElseGet(() -> intercept(LogisticFit.intercept(risks, happened), level, risks.length));
    }

    /** {@link #intercept(double[], boolean[], double)} of counted cases. */
    public static Estimate intercept(RiskCounts cases, double level) {
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(cases.events(), cases.cases(), NEEDED);
        return refused.orElseGet(() -> intercept(LogisticFit.intercept(cases), level, cases.cases()));
    }

    private static Estimate intercept(Optional<LogisticFit.Intercept> fit, double level, int n) {
        return fit.map(f -> wald(f.value(), f.error(), level, n))
                .orElseGet(() -> new Estimate.Undefined("the fit of the intercept did not converge"));
    }

    private static Estimate wald(double value, double error, double level, int n) {
        double reach = Intervals.z(level) * error;
        return Intervals.known(value, value - reach, value + reach, -Double.MAX_VALUE, Double.MAX_VALUE, level, n);
    }

    /**
     * The value of {@link #slope} for a {@link Bootstrap}. Newton's method from the slope of all cases, with the second derivative of
     * the score (Chebyshev's method), on a few hundred weighted points in place of many distinct risks. Agrees to 1e-9.
     */
    public static RiskStatistic slopeStatistic() {
        return ResampledSlope::over;
    }
}
