package org.clinicalmlops.metrics.threshold;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * What a decision at one threshold is worth, in true positives per case: {@code TP/n - FP/n * w} with {@code w = t / (1 - t)},
 * the harm of a false alert relative to the good of a true one that somebody accepts who acts at a risk of {@code t} (Vickers and
 * Elkin 2006). Acting on nobody is worth 0. Pure functions of counts; cost O(1).
 *
 * <p>It is a mean over cases of 1, {@code -w} or 0, so its interval is the normal one of a mean (Marsh, Janes and Pepe 2020), cut
 * off at {@code -w} and 1; where nobody has an alert, what alerts never seen may be worth instead of a point, by the bound that
 * {@link Discrimination#auroc} names. For many thresholds at once, treat-all and the bootstrap see {@link DecisionCurve}.
 *
 * <p>Fewer than {@link #NEEDED} in a class: too few. Cases, but one class empty: undefined. The event must be as frequent among
 * the cases as where the model is used; a case-control sample has no net benefit.
 *
 * @see <a href="https://doi.org/10.1177/0272989X06295361">Vickers and Elkin 2006</a>
 */
public final class NetBenefit {
    /**
     * Cases needed in each class. Our choice: with little more than ten of the rarer class the simulated coverage of the 95 %
     * interval is 0.96 to 1.00.
     */
    public static final int NEEDED = 10;

    private NetBenefit() {}

    /**
     * Net benefit of acting on the alerts; higher is better, below 0 is worse than acting on nobody.
     *
     * @param matrix counted at {@code threshold}
     * @param threshold in (0, 1): the risk at which acting and not acting are worth the same
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in {@code [-w, 1]}, true positives per case
     * @throws IllegalArgumentException if the threshold or the level is outside (0, 1)
     */
    public static Estimate of(ConfusionMatrix matrix, double threshold, double level) {
        Objects.requireNonNull(matrix, "matrix");
        double weight = weight(threshold);
        Cases.checkLevel(level);
        return refused(matrix.events(), matrix.cases())
                .orElseGet(() -> mean(matrix.truePositives(), matrix.falsePositives(), matrix.cases(), weight, level));
    }

    /** Net benefit of acting on everybody: what an alert on every case would be worth; arguments as in {@link #of}. */
    public static Estimate treatAll(ConfusionMatrix matrix, double threshold, double level) {
        Objects.requireNonNull(matrix, "matrix");
        return of(new ConfusionMatrix(matrix.events(), matrix.nonEvents(), 0, 0), threshold, level);
    }

    /**
     * What a false alarm weighs against a true one: the odds of the threshold.
     *
     * @param threshold in (0, 1)
     * @throws IllegalArgumentException if it is outside
     */
    public static double weight(double threshold) {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException("threshold must be in (0, 1), was " + threshold);
        }
        return threshold / (1 - threshold);
    }

    static Optional<Estimate> refused(long events, long cases) {
        if (cases > 0 && (events == 0 || events == cases)) {
            return Optional.of(new Estimate.Undefined(
                    (events == 0 ? "none" : "all") + " of the " + cases + " cases had the event"));
        }
        long smaller = Math.min(events, cases - events);
        return smaller < NEEDED ? Optional.of(new Estimate.TooFew(smaller, NEEDED)) : Optional.empty();
    }

    /** Of cases that count 1 ({@code good} of them), {@code -weight} ({@code bad}) or 0. */
    static double value(long good, long bad, long n, double weight) {
        return (double) good / n - (double) bad / n * weight;
    }

    private static Estimate mean(long good, long bad, long n, double weight, double level) {
        double value = value(good, bad, n, weight);
        if (good + bad == 0) {
            double q = Intervals.neverSeen(n, level);
            return Intervals.known(0, -q * weight, q, -weight, 1, level, n);
        }
        double squares = good * (1 - value) * (1 - value)
                + bad * (-weight - value) * (-weight - value)
                + (n - good - bad) * value * value;
        double reach = Intervals.z(level) * Math.sqrt(squares / (n - 1.0) / n);
        return Intervals.known(value, value - reach, value + reach, -weight, 1, level, n);
    }
}
