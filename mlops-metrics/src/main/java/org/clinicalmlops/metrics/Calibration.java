package org.clinicalmlops.metrics;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;

/**
 * Whether predicted risks are as high as what happened. Pure functions: arrays are only read, nothing is kept; the cost is O(n).
 * All take the level of the interval, its nominal coverage in (0, 1), and throw {@link IllegalArgumentException} if lengths
 * differ, a risk is NaN or outside [0, 1], or the level outside (0, 1).
 */
public final class Calibration {
    /** Cases needed in each class for observed over expected, slope and intercept, below which Wald intervals mislead. Our choice. */
    public static final int NEEDED = 10;

    /** Cases needed for the Brier score, below which a normal interval misleads. Our choice. */
    public static final int NEEDED_FOR_BRIER = 10;

    private Calibration() {}

    /**
     * Mean squared gap between predicted risk and outcome (Brier score); 0 is perfect, lower is better. Normal interval of the mean
     * of the squared gaps, cut off at 0 and 1; where all gaps are equal, an exact one instead of a point, as in
     * {@link Discrimination#auroc}. Mixes calibration with discrimination, and depends on how frequent the event is.
     *
     * <p>Fewer than {@link #NEEDED_FOR_BRIER} cases: too few.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return in [0, 1], probability squared
     * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier 1950</a>
     */
    public static Estimate brier(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        double[] squares = squaredGaps(risks, happened);
        return Intervals.ofMean(squares, 0, 1, NEEDED_FOR_BRIER, level);
    }

    /**
     * Brier score of the challenger minus that of the champion on the same cases, with the normal interval of the mean paired
     * difference; below 0 is better. If each case has the same squared gap under both, the difference is 0 with certainty.
     *
     * @param challenger shape [n]
     * @param champion shape [n], the same cases in the same order
     * @param happened shape [n]
     * @return in [-1, 1]; too few as in {@link #brier}
     */
    public static Estimate brierDifference(double[] challenger, double[] champion, boolean[] happened, double level) {
        Cases.check("challenger", challenger, happened);
        Cases.check("champion", champion, happened);
        Cases.checkLevel(level);
        return Intervals.ofMeanDifference(
                squaredGaps(challenger, happened), squaredGaps(champion, happened), -1, 1, NEEDED_FOR_BRIER, level);
    }

    /**
     * Scaled Brier score, {@code 1 - brier / (o (1 - o))} with o the overall share of events (Steyerberg et al. 2010): 1 is perfect,
     * 0 as good as predicting o for everybody, below 0 worse. Interval by the delta method from the mean squared gap and the
     * share of events of the same cases, cut off at 1.
     *
     * <p>No cases, or fewer than {@link #NEEDED} in the smaller class: too few. One class empty: undefined.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return at most 1
     * @see <a href="https://doi.org/10.1097/EDE.0b013e3181c30fb2">Steyerberg et al. 2010</a>
     */
    public static Estimate scaledBrier(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        int n = risks.length;
        int events = Cases.events(happened);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(events, n, NEEDED);
        if (refused.isPresent()) {
            return refused.get();
        }
        double share = (double) events / n;
        double uncertainty = share * (1 - share);
        double[] gaps = squaredGaps(risks, happened);
        double brier = 0;
        for (double gap : gaps) {
            brier += gap / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double ofShare = brier * (1 - 2 * share) / uncertainty * ((happened[i] ? 1 : 0) - share);
            double influence = (ofShare - (gaps[i] - brier)) / uncertainty;
            squares += influence * influence;
        }
        double value = 1 - brier / uncertainty;
        double reach = Intervals.z(level) * Math.sqrt(squares / (n - 1.0) / n);
        return Intervals.known(value, value - reach, value + reach, -Double.MAX_VALUE, 1, level, n);
    }

    private static double[] squaredGaps(double[] risks, boolean[] happened) {
        double[] squares = new double[risks.length];
        for (int i = 0; i < squares.length; i++) {
            double gap = risks[i] - (happened[i] ? 1 : 0);
            squares[i] = gap * gap;
        }
        return squares;
    }

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
        Cases.checkLevel(level);
        int n = risks.length;
        int observed = Cases.events(happened);
        Optional<Estimate> tooFew = Cases.tooFew(observed, n, NEEDED);
        if (tooFew.isPresent()) {
            return tooFew.get();
        }
        double expected = 0;
        for (double risk : risks) {
            expected += risk;
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
        return refused.orElseGet(() -> LogisticFit.of(risks, happened)
                .<Estimate>fold(
                        fitted -> wald(fitted.slope(), fitted.slopeError(), level, risks.length),
                        undetermined -> new Estimate.Undefined(undetermined.reason())));
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
        return refused.orElseGet(() -> LogisticFit.intercept(risks, happened)
                .map(fit -> wald(fit.value(), fit.error(), level, risks.length))
                .orElseGet(() -> new Estimate.Undefined("the fit of the intercept did not converge")));
    }

    private static Estimate wald(double value, double error, double level, int n) {
        double reach = Intervals.z(level) * error;
        return Intervals.known(value, value - reach, value + reach, -Double.MAX_VALUE, Double.MAX_VALUE, level, n);
    }
}
