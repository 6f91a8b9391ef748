package org.clinicalmlops.metrics;

import java.util.Objects;
import java.util.OptionalDouble;

/** Numbers to be resampled by a {@link Bootstrap}. Each costs one pass over the distinct risks, nothing is sorted. */
public final class RiskStatistics {
    private RiskStatistics() {}

    /** The value of {@link Discrimination#auroc}. */
    public static RiskStatistic auroc() {
        return cases -> RiskStatistics::auroc;
    }

    /** The value of {@link PrecisionRecall#average}. */
    public static RiskStatistic averagePrecision() {
        return cases -> RiskStatistics::averagePrecision;
    }

    /** The value of {@link Calibration#brier}. */
    public static RiskStatistic brier() {
        return cases -> {
            double[] ofEvent = new double[cases.size()];
            double[] ofOther = new double[cases.size()];
            for (int g = 0; g < ofEvent.length; g++) {
                double risk = cases.risk(g);
                ofEvent[g] = (risk - 1) * (risk - 1);
                ofOther[g] = risk * risk;
            }
            return (events, others) -> brier(ofEvent, ofOther, events, others);
        };
    }

    /**
     * The value of {@link Calibration#slope}. Newton's method from the slope of all cases, with the second derivative of the score
     * (Chebyshev's method): a replicate mostly needs the exponential function once for each distinct risk. Agrees to 1e-9.
     */
    public static RiskStatistic calibrationSlope() {
        return ResampledSlope::over;
    }

    /** The value of {@link PartialAuroc#area}. */
    public static RiskStatistic partialAuroc(RocRange range) {
        Objects.requireNonNull(range, "range");
        return cases -> (events, others) -> PartialAuroc.of(range, events, others);
    }

    /** The value of {@link PartialAuroc#standardized}. */
    public static RiskStatistic standardizedPartialAuroc(RocRange range) {
        Objects.requireNonNull(range, "range");
        return cases -> (events, others) -> {
            OptionalDouble area = PartialAuroc.of(range, events, others);
            return area.isEmpty()
                    ? area
                    : OptionalDouble.of(
                            (1 + (area.getAsDouble() - range.ofChance()) / (range.most() - range.ofChance())) / 2);
        };
    }

    private static OptionalDouble auroc(int[] events, int[] others) {
        long halves = 0;
        long eventsBelow = 0;
        long othersBelow = 0;
        for (int g = 0; g < events.length; g++) {
            halves += events[g] * (2 * othersBelow + others[g]);
            eventsBelow += events[g];
            othersBelow += others[g];
        }
        return eventsBelow > 0 && othersBelow > 0
                ? OptionalDouble.of(halves / (2.0 * eventsBelow * othersBelow))
                : OptionalDouble.empty();
    }

    private static OptionalDouble averagePrecision(int[] events, int[] others) {
        long truePositives = 0;
        long positives = 0;
        double sum = 0;
        for (int g = events.length - 1; g >= 0; g--) {
            truePositives += events[g];
            positives += events[g] + others[g];
            if (events[g] > 0) {
                sum += (double) events[g] * truePositives / positives;
            }
        }
        return truePositives > 0 ? OptionalDouble.of(sum / truePositives) : OptionalDouble.empty();
    }

    private static OptionalDouble brier(double[] ofEvent, double[] ofOther, int[] events, int[] others) {
        double sum = 0;
        long n = 0;
        for (int g = 0; g < events.length; g++) {
            sum += events[g] * ofEvent[g] + others[g] * ofOther[g];
            n += events[g] + others[g];
        }
        return n > 0 ? OptionalDouble.of(sum / n) : OptionalDouble.empty();
    }
}
