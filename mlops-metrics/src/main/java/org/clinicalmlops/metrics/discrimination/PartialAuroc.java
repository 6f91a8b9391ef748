package org.clinicalmlops.metrics.discrimination;

import java.util.Objects;
import java.util.OptionalDouble;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/** The area under a part of the ROC curve. Pure functions: arrays are only read. */
public final class PartialAuroc {
    private PartialAuroc() {}

    /**
     * Area under the ROC curve over a range of specificities, or beside it over a range of sensitivities, by trapezoids, the curve
     * between two thresholds being a straight line; at most the width of the range, higher is better. Percentile interval of a
     * bootstrap stratified by outcome, as pROC does it.
     *
     * <p>Too few and undefined as in {@link Discrimination#auroc}; all replicates of one value: undefined.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, width of the range]; one sort, then O(n) for a replicate
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1] or {@code level} outside (0, 1)
     * @see <a href="https://doi.org/10.1177/0272989X8900900307">McClish 1989</a>
     */
    public static Estimate area(double[] risks, boolean[] happened, RocRange range, Bootstrap bootstrap, double level) {
        Objects.requireNonNull(bootstrap, "bootstrap");
        return bootstrap.estimate(RiskCounts.of(risks, happened), areaStatistic(range), level);
    }

    /**
     * {@link #area} on the scale of a whole AUROC, by the correction of McClish 1989: {@code (1 + (area - chance) / (width -
     * chance)) / 2}, where chance is the area of the diagonal; 1/2 is chance, 1 is perfect. An area below that of the diagonal is
     * below 1/2, where pROC answers nothing; it may be below 0.
     */
    public static Estimate standardized(
            double[] risks, boolean[] happened, RocRange range, Bootstrap bootstrap, double level) {
        Objects.requireNonNull(bootstrap, "bootstrap");
        return bootstrap.estimate(RiskCounts.of(risks, happened), standardizedStatistic(range), level);
    }

    /** The value of {@link #area} for a {@link Bootstrap}: one pass over the distinct risks, nothing is sorted. */
    public static RiskStatistic areaStatistic(RocRange range) {
        Objects.requireNonNull(range, "range");
        return cases -> (events, others) -> of(range, events, others);
    }

    /** The value of {@link #standardized} for a {@link Bootstrap}. */
    public static RiskStatistic standardizedStatistic(RocRange range) {
        Objects.requireNonNull(range, "range");
        return cases -> (events, others) -> {
            OptionalDouble area = of(range, events, others);
            return area.isEmpty()
                    ? area
                    : OptionalDouble.of(
                            (1 + (area.getAsDouble() - range.ofChance()) / (range.most() - range.ofChance())) / 2);
        };
    }

    static OptionalDouble of(RocRange range, int[] events, int[] others) {
        double allEvents = 0;
        double allOthers = 0;
        for (int g = 0; g < events.length; g++) {
            allEvents += events[g];
            allOthers += others[g];
        }
        if (allEvents == 0 || allOthers == 0) {
            return OptionalDouble.empty();
        }
        boolean overSpecificity = range.axis() == RocRange.Axis.SPECIFICITY;
        double area = 0;
        double sensitivity = 0;
        double specificity = 1;
        long truePositives = 0;
        long falsePositives = 0;
        for (int g = events.length - 1; g >= 0; g--) {
            truePositives += events[g];
            falsePositives += others[g];
            double nextSensitivity = truePositives / allEvents;
            double nextSpecificity = 1 - falsePositives / allOthers;
            area += overSpecificity
                    ? ofLine(range, nextSpecificity, nextSensitivity, specificity, sensitivity)
                    : ofLine(range, sensitivity, specificity, nextSensitivity, nextSpecificity);
            sensitivity = nextSensitivity;
            specificity = nextSpecificity;
        }
        return OptionalDouble.of(area);
    }

    /** Area under the line from (x, y) to (u, v), x at most u, within the range of x. */
    private static double ofLine(RocRange range, double x, double y, double u, double v) {
        double from = Math.max(x, range.from());
        double to = Math.min(u, range.to());
        if (!(from < to)) {
            return 0;
        }
        double rise = (v - y) / (u - x);
        return (to - from) * (y + rise * ((from + to) / 2 - x));
    }
}
