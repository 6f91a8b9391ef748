package org.clinicalmlops.metrics.overall;

import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * How probable the outcomes were by the predicted risks: log loss and the shares of explained variation that rest on it. Pure
 * functions: arrays are only read, nothing is kept; cost O(n). Risks are clipped as {@link LogOdds#CLIP} says, so that one event at
 * a risk of 0 costs 13.8 and not everything. All take the level of the interval, its nominal coverage in (0, 1), and throw
 * {@link IllegalArgumentException} if lengths differ, a risk is NaN or outside [0, 1], or the level outside (0, 1).
 */
public final class Likelihood {
    /**
     * Cases needed for the log loss. Our choice, and a floor only: losses are skewed, so that the simulated coverage of the 95 %
     * interval is 0.79 to 0.87 with ten cases, 0.885 to 0.92 with 30 and 0.93 to 0.94 with 100, the lower where the event is rarer.
     */
    public static final int NEEDED = 10;

    /**
     * Cases needed in each class for the shares of explained variation. Our choice: with little more than ten of the rarer class the
     * simulated coverage of the 95 % intervals is 0.91 to 0.95.
     */
    public static final int NEEDED_OF_EACH = 10;

    private static final double WORST = -Math.log(LogOdds.CLIP);

    private Likelihood() {}

    /**
     * Mean negative log likelihood (logarithmic score, Good 1952), natural logarithm; 0 is perfect, lower is better. Normal interval
     * of the mean; where all cases lose the same, an exact one instead of a point, as in {@link Discrimination#auroc}. Punishes
     * sure and wrong risks far more than the Brier score.
     *
     * <p>Fewer than {@link #NEEDED} cases: too few.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return in [0, 13.8], nats
     */
    public static Estimate logLoss(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        return Intervals.ofMean(losses(risks, happened), 0, WORST, NEEDED, level);
    }

    /** {@link #logLoss(double[], boolean[], double)} of counted cases; cost O(distinct risks). */
    public static Estimate logLoss(RiskCounts cases, double level) {
        Cases.checkLevel(level);
        int size = cases.size();
        double[] losses = new double[2 * size];
        for (int g = 0; g < size; g++) {
            losses[g] = loss(cases.risk(g), true);
            losses[size + g] = loss(cases.risk(g), false);
        }
        return Intervals.ofMean(losses, cases.copyOfBoth(), 0, WORST, NEEDED, level);
    }

    /**
     * Log loss of the challenger minus that of the champion on the same cases, with the normal interval of the mean paired
     * difference; below 0 is better. If each case loses the same under both, the difference is 0 with certainty.
     *
     * @param challenger shape [n]
     * @param champion shape [n], the same cases in the same order
     * @param happened shape [n]
     * @return in [-13.8, 13.8]; too few as in {@link #logLoss}
     */
    public static Estimate logLossDifference(double[] challenger, double[] champion, boolean[] happened, double level) {
        Cases.check("challenger", challenger, happened);
        Cases.check("champion", champion, happened);
        Cases.checkLevel(level);
        return Intervals.ofMeanDifference(
                losses(challenger, happened), losses(champion, happened), -WORST, WORST, NEEDED, level);
    }

    /**
     * Cox and Snell's R2 of the risks as they are, {@code 1 - exp(2 (l0 - l1))}, where l1 is the mean log likelihood of the risks and
     * l0 that of the overall share of events; higher is better, below 0 if that share would have predicted better. It cannot reach
     * 1; {@link #nagelkerke} can. Interval by the delta method from the mean log likelihood and the share of events of the same
     * cases.
     *
     * <p>No cases, or fewer than {@link #NEEDED_OF_EACH} in the smaller class: too few. One class empty: undefined.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return below 1
     */
    public static Estimate coxSnell(double[] risks, boolean[] happened, double level) {
        return explained(risks, happened, level, false);
    }

    /**
     * Nagelkerke's R2 of the risks as they are: {@link #coxSnell} over the largest value that it can take,
     * {@code 1 - exp(2 l0)}; 1 is perfect, below 0 if the overall share of events would have predicted better. It is the R2 of
     * rms::val.prob; that of a model refitted on these cases is higher. Interval by the delta method as in {@link #coxSnell}.
     *
     * @param risks shape [n]
     * @param happened shape [n]
     * @return at most 1; too few and undefined as in {@link #coxSnell}
     * @see <a href="https://doi.org/10.1093/biomet/78.3.691">Nagelkerke 1991</a>
     */
    public static Estimate nagelkerke(double[] risks, boolean[] happened, double level) {
        return explained(risks, happened, level, true);
    }

    private static Estimate explained(double[] risks, boolean[] happened, double level, boolean overLargest) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        int n = risks.length;
        int events = Cases.events(happened);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(events, n, NEEDED_OF_EACH);
        if (refused.isPresent()) {
            return refused.get();
        }
        double share = (double) events / n;
        double logOdds = Math.log(share) - Math.log1p(-share);
        double l0 = share * Math.log(share) + (1 - share) * Math.log1p(-share);
        double[] losses = losses(risks, happened);
        double l1 = 0;
        for (double loss : losses) {
            l1 -= loss / n;
        }
        double ratio = Math.exp(2 * (l0 - l1));
        double largest = overLargest ? -Math.expm1(2 * l0) : 1;
        double value = -Math.expm1(2 * (l0 - l1)) / largest;
        double byL1 = 2 * ratio / largest;
        double byL0 = -byL1 + (overLargest ? value * 2 * Math.exp(2 * l0) / largest : 0);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double influence = byL1 * (-losses[i] - l1) + byL0 * logOdds * ((happened[i] ? 1 : 0) - share);
            squares += influence * influence;
        }
        double reach = Intervals.z(level) * Math.sqrt(squares / (n - 1.0) / n);
        return Intervals.known(value, value - reach, value + reach, -Double.MAX_VALUE, 1, level, n);
    }

    private static double[] losses(double[] risks, boolean[] happened) {
        double[] losses = new double[risks.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = loss(risks[i], happened[i]);
        }
        return losses;
    }

    private static double loss(double risk, boolean happened) {
        double p = Math.min(Math.max(risk, LogOdds.CLIP), 1 - LogOdds.CLIP);
        return happened ? -Math.log(p) : -Math.log1p(-p);
    }
}
