package org.clinicalmlops.metrics.threshold;

import java.util.Objects;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * Alerts against what happened, at one threshold. Immutable; matrices of wards, weeks or partitions add up exactly, in any order.
 *
 * <p>Whether a risk equal to the threshold is an alert is said by the name of the factory: {@link #above} is the rule by which a
 * deployment acts ({@code Serving.actingAbove}), {@link #atOrAbove} that of most published scores ("5 points or more").
 *
 * @param truePositives alerts followed by the event, {@code >= 0}
 * @param falsePositives alerts not followed by it, {@code >= 0}
 * @param falseNegatives events without an alert, {@code >= 0}
 * @param trueNegatives cases with neither, {@code >= 0}
 */
public record ConfusionMatrix(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
    /** No case yet. */
    public static final ConfusionMatrix EMPTY = new ConfusionMatrix(0, 0, 0, 0);

    public ConfusionMatrix {
        check("truePositives", truePositives);
        check("falsePositives", falsePositives);
        check("falseNegatives", falseNegatives);
        check("trueNegatives", trueNegatives);
        if (truePositives + falsePositives < 0
                || falseNegatives + trueNegatives < 0
                || truePositives + falsePositives + falseNegatives + trueNegatives < 0) {
            throw new IllegalArgumentException("the sum of the counts must be < 2^63, were " + truePositives + ", "
                    + falsePositives + ", " + falseNegatives + " and " + trueNegatives);
        }
    }

    private static void check(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " must be >= 0, was " + count);
        }
    }

    /**
     * Counts with an alert where the risk is above the threshold; a risk equal to it is none.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param threshold in [0, 1]
     * @return of n cases; cost O(n)
     * @throws IllegalArgumentException if lengths differ, or a risk or the threshold is outside [0, 1]
     */
    public static ConfusionMatrix above(double[] risks, boolean[] happened, double threshold) {
        Cases.check("risks", risks, happened);
        Cases.checkThreshold(threshold);
        return count(risks, happened, threshold, false);
    }

    /** Counts as {@link #above}, but a risk equal to the threshold is an alert. */
    public static ConfusionMatrix atOrAbove(double[] risks, boolean[] happened, double threshold) {
        Cases.check("risks", risks, happened);
        Cases.checkThreshold(threshold);
        return count(risks, happened, threshold, true);
    }

    private static ConfusionMatrix count(double[] risks, boolean[] happened, double threshold, boolean withEqual) {
        long[] counts = new long[4];
        for (int i = 0; i < risks.length; i++) {
            boolean alert = withEqual ? risks[i] >= threshold : risks[i] > threshold;
            counts[(alert ? 0 : 2) + (happened[i] == alert ? 0 : 1)]++;
        }
        return new ConfusionMatrix(counts[0], counts[1], counts[3], counts[2]);
    }

    /** The cases of both. */
    public ConfusionMatrix merge(ConfusionMatrix other) {
        Objects.requireNonNull(other, "other");
        return new ConfusionMatrix(
                Math.addExact(truePositives, other.truePositives),
                Math.addExact(falsePositives, other.falsePositives),
                Math.addExact(falseNegatives, other.falseNegatives),
                Math.addExact(trueNegatives, other.trueNegatives));
    }

    public long cases() {
        return alerts() + falseNegatives + trueNegatives;
    }

    /** Cases with the event. */
    public long events() {
        return truePositives + falseNegatives;
    }

    /** Cases without the event. */
    public long nonEvents() {
        return falsePositives + trueNegatives;
    }

    /** Cases with an alert. */
    public long alerts() {
        return truePositives + falsePositives;
    }
}
