package org.clinicalmlops.metrics.overall;

import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * The mean squared gap between risk and outcome. Pure functions: arrays are only read, nothing is kept; the cost is O(n). All take the
 * level of the interval, its nominal coverage in (0, 1), and throw {@link IllegalArgumentException} if lengths differ, a risk is NaN
 * or outside [0, 1], or the level outside (0, 1).
 */
public final class Brier {
    /**
     * Cases needed for the score. Our choice, and a floor only: squared gaps are skewed, so that the simulated coverage of the 95 %
     * interval is 0.80 to 0.87 with ten cases, 0.90 to 0.92 with 30 and 0.93 to 0.94 with 100, the lower where the event is rarer.
     */
    public static final int NEEDED = 10;

    /**
     * Cases needed in each class for the scaled score, below which Wald intervals mislead. Our choice: with little more than ten of
     * the rarer class the simulated coverage of the 95 % interval is 0.93 to 0.94.
     */
    public static final int NEEDED_OF_EACH = 10;

    private Brier() {}

    /**
     * Mean squared gap between predicted risk and outcome (Brier score); 0 is perfect, lower is better. Normal interval of the mean
     * of the squared gaps, cut off at 0 and 1; where all gaps are equal, an exact one instead of a point, as in
     * {@link Discrimination#auroc}. Mixes calibration with discrimination, and depends on how frequent the event is.
     *
     * <p>Fewer than {@link #NEEDED} cases: too few.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return in [0, 1], probability squared
     * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier 1950</a>
     */
    public static Estimate score(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        double[] squares = squaredGaps(risks, happened);
        return Intervals.ofMean(squares, 0, 1, NEEDED, level);
    }

    /** {@link #score(double[], boolean[], double)} of counted cases; cost O(distinct risks). */
    public static Estimate score(RiskCounts cases, double level) {
        Cases.checkLevel(level);
        int size = cases.size();
        double[] squares = new double[2 * size];
        for (int g = 0; g < size; g++) {
            double risk = cases.risk(g);
            squares[g] = (risk - 1) * (risk - 1);
            squares[size + g] = risk * risk;
        }
        return Intervals.ofMean(squares, cases.copyOfBoth(), 0, 1, NEEDED, level);
    }

    /**
     * Brier score of the challenger minus that of the champion on the same cases, with the normal interval of the mean paired
     * difference; below 0 is better. If each case has the same squared gap under both, the difference is 0 with certainty.
     *
     * @param challenger shape [n]
     * @param champion shape [n], the same cases in the same order
     * @param happened shape [n]
     * @return in [-1, 1]; too few as in {@link #score}
     */
    public static Estimate scoreDifference(double[] challenger, double[] champion, boolean[] happened, double level) {
        Cases.check("challenger", challenger, happened);
        Cases.check("champion", champion, happened);
        Cases.checkLevel(level);
        return Intervals.ofMeanDifference(
                squaredGaps(challenger, happened), squaredGaps(champion, happened), -1, 1, NEEDED, level);
    }

    /**
     * Scaled Brier score, {@code 1 - brier / (o (1 - o))} with o the overall share of events (Steyerberg et al. 2010): 1 is perfect,
     * 0 as good as predicting o for everybody, below 0 worse. Interval by the delta method from the mean squared gap and the
     * share of events of the same cases, cut off at 1.
     *
     * <p>No cases, or fewer than {@link #NEEDED_OF_EACH} in the smaller class: too few. One class empty: undefined.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return at most 1
     * @see <a href="https://doi.org/10.1097/EDE.0b013e3181c30fb2">Steyerberg et al. 2010</a>
     */
    public static Estimate scaled(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        int n = risks.length;
        int events = Cases.events(happened);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(events, n, NEEDED_OF_EACH);
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

    /** The value of {@link #score} for a {@link Bootstrap}: one pass over the distinct risks. */
    public static RiskStatistic scoreStatistic() {
        return ResampledBrier::new;
    }
}
