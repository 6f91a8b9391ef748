package org.clinicalmlops.core.learn;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.distribution.Proportions;

/**
 * Looks for values that lie where the baseline had few: beyond its outermost edges, for a number, or in a category that it never saw.
 * Immutable.
 */
public final class FeatureGuard {
    /** Values, of the baseline and of the new rows, without which nothing is said. Our choice. */
    public static final int VALUES = 30;

    private final double alpha;
    private final double times;
    private final double floor;

    private FeatureGuard(double alpha, double times, double floor) {
        this.alpha = alpha;
        this.times = times;
        this.floor = floor;
    }

    /**
     * @param alpha probability of a false alarm for one feature, in (0, 1): divide by the number of features
     * @param times how often the baseline's own share of outlying values is tolerated; finite, {@code >= 1}
     * @param floor a share that is tolerated in any case, in [0, 1)
     */
    public static FeatureGuard of(double alpha, double times, double floor) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        if (!(times >= 1 && times < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("times must be finite and >= 1, was " + times);
        }
        if (!(floor >= 0 && floor < 1)) {
            throw new IllegalArgumentException("floor must be in [0, 1), was " + floor);
        }
        return new FeatureGuard(alpha, times, floor);
    }

    /**
     * The share of outlying values of new rows against the baseline's. Fails where it is larger than the limit and the difference is not
     * due to chance, by Fisher's exact or the chi-square test. Both tails count, so that a value that is ten times too small shows too.
     *
     * @param baseline of the feature
     * @param values of the new rows, shape [n]: numbers, or the codes of categories; NaN is missing and counts neither way, infinite
     *     values are outlying
     */
    public GuardAnswer outliers(FeatureProfile baseline, double[] values) {
        String rule = "outlying values of '" + baseline.feature() + "' at most " + Declaration.number(times)
                + " times as often as in the baseline";
        long present = 0;
        long outlying = 0;
        for (double value : values) {
            if (value == value) {
                present++;
                outlying += outlying(baseline, value) ? 1 : 0;
            }
        }
        long before = baseline.present();
        if (Math.min(present, before) < VALUES) {
            return new GuardAnswer.Insufficient(
                    rule,
                    "the new rows have " + present + " values and the baseline " + before + ", needed " + VALUES,
                    baseline.feature());
        }
        long outlyingBefore = outlying(baseline);
        double limit = Math.max(floor, times * outlyingBefore / before);
        double share = (double) outlying / present;
        boolean chance = Proportions.differ(outlyingBefore, before, outlying, present) > alpha;
        return share <= limit || chance
                ? new GuardAnswer.Passed(rule, share, limit)
                : new GuardAnswer.Failed(rule, share, limit, baseline.feature());
    }

    private static boolean outlying(FeatureProfile baseline, double value) {
        if (baseline.edges() == 0) {
            return !(value >= 0 && value < baseline.bins() && value == Math.rint(value))
                    || baseline.count((int) value) == 0;
        }
        return value < baseline.edge(0) || value >= baseline.edge(baseline.edges() - 1);
    }

    private static long outlying(FeatureProfile baseline) {
        return baseline.edges() == 0 ? 0 : baseline.count(0) + baseline.count(baseline.bins() - 1);
    }
}
