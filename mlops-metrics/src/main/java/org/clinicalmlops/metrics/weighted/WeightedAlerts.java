package org.clinicalmlops.metrics.weighted;

import java.util.Objects;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;

/**
 * What alerts at one threshold are worth, by weight. Whether a risk equal to the threshold is an alert is said by the name of the
 * factory, as in {@link ConfusionMatrix}. Immutable.
 *
 * <p>Intervals are symmetric in log odds, with the linearised variance of the share among the cases that it is of, as R's
 * {@code survey::svyciprop(method = "logit")} has it. A share of 0 or 1 has the exact interval of as many cases as are effective,
 * after Korn and Graubard 1998. {@link AtThreshold}, which knows that it counts equal cases, has Wilson's interval instead: where
 * all weights are equal the value is the same, and the interval somewhat different with few cases. A share of fewer than
 * {@link AtThreshold#NEEDED} effective cases is too few; of none, undefined. Each function takes the level of the interval, in
 * (0, 1), and throws {@link IllegalArgumentException} outside of it.
 *
 * <p>Where events and others are drawn at two rates that depend on nothing else, the weights change the predictive values only.
 */
public final class WeightedAlerts {
    private final Mass truePositives = new Mass();
    private final Mass falsePositives = new Mass();
    private final Mass falseNegatives = new Mass();
    private final Mass trueNegatives = new Mass();

    private WeightedAlerts(WeightedCases cases, double threshold, boolean withEqual) {
        Objects.requireNonNull(cases, "cases");
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be in [0, 1], was " + threshold);
        }
        for (WeightedCases.Case c : cases.ascending()) {
            boolean alert = withEqual ? c.risk() >= threshold : c.risk() > threshold;
            Mass positives = c.happened() ? truePositives : falsePositives;
            Mass negatives = c.happened() ? falseNegatives : trueNegatives;
            (alert ? positives : negatives).add(c.weight());
        }
    }

    /**
     * With an alert where the risk is above the threshold.
     *
     * @param threshold in [0, 1]
     * @throws IllegalArgumentException if the threshold is outside [0, 1]
     */
    public static WeightedAlerts above(WeightedCases cases, double threshold) {
        return new WeightedAlerts(cases, threshold, false);
    }

    /**
     * With an alert where the risk is above the threshold or equal to it.
     *
     * @param threshold in [0, 1]
     * @throws IllegalArgumentException if the threshold is outside [0, 1]
     */
    public static WeightedAlerts atOrAbove(WeightedCases cases, double threshold) {
        return new WeightedAlerts(cases, threshold, true);
    }

    /** Share of events with an alert; higher is better. */
    public Estimate sensitivity(double level) {
        return share(truePositives, falseNegatives, "event", level);
    }

    /** Share of cases without the event that had no alert; higher is better. */
    public Estimate specificity(double level) {
        return share(trueNegatives, falsePositives, "case without the event", level);
    }

    /** Share of alerts that were followed by the event; higher is better. Depends on how frequent the event is. */
    public Estimate positivePredictiveValue(double level) {
        return share(truePositives, falsePositives, "alert", level);
    }

    /** Share of cases without an alert that had no event; higher is better. Depends on how frequent the event is. */
    public Estimate negativePredictiveValue(double level) {
        return share(trueNegatives, falseNegatives, "case without an alert", level);
    }

    private static Estimate share(Mass hits, Mass misses, String what, double level) {
        Cases.checkLevel(level);
        Mass of = hits.with(misses);
        if (of.count() == 0) {
            return new Estimate.Undefined("there is no " + what + " with a weight");
        }
        if (of.effectiveFloor() < AtThreshold.NEEDED) {
            return new Estimate.TooFew(of.effectiveFloor(), AtThreshold.NEEDED);
        }
        double value = hits.sum() / of.sum();
        double missed = misses.sum() / of.sum();
        double squares = (hits.squares() * missed * missed + misses.squares() * value * value) / (of.sum() * of.sum());
        return Linearised.share(value, squares * of.correction(), of.effectiveFloor(), level, of.count());
    }
}
