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
        return ResampledBrier::new;
    }

    /**
     * The value of {@link Calibration#slope}. Newton's method from the slope of all cases, with the second derivative of the score
     * (Chebyshev's method), on a few hundred weighted points in place of many distinct risks. Agrees to 1e-9.
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

    /**
     * Squared errors as whole numbers, in units of which all cases together have at most 2^62: their sum is exact, and compilers make
     * it wide. A value is off by half a unit at most: less than the rounding of a double up to 500 cases, 1e-13 for a million.
     */
    private static final class ResampledBrier implements RiskStatistic.OfCounts {
        private final long[] ofEvent;
        private final long[] ofOther;
        private final double units;
        private final int most;

        ResampledBrier(RiskCounts cases) {
            ofEvent = new long[cases.size()];
            ofOther = new long[cases.size()];
            units = Long.highestOneBit((1L << 62) / Math.max(1, cases.cases()));
            most = cases.cases();
            for (int g = 0; g < ofEvent.length; g++) {
                double risk = cases.risk(g);
                ofEvent[g] = Math.round((risk - 1) * (risk - 1) * units);
                ofOther[g] = Math.round(risk * risk * units);
            }
        }

        @Override
        public OptionalDouble of(int[] events, int[] others) {
            long sum = 0;
            long n = 0;
            for (int g = 0; g < events.length; g++) {
                sum += events[g] * ofEvent[g] + others[g] * ofOther[g];
                n += events[g] + others[g];
            }
            if (n > most) { // the sum may not have fitted
                return OptionalDouble.of(sumOfDoubles(events, others) / units / n);
            }
            return n > 0 ? OptionalDouble.of(sum / units / n) : OptionalDouble.empty();
        }

        private double sumOfDoubles(int[] events, int[] others) {
            double sum = 0;
            for (int g = 0; g < events.length; g++) {
                sum += events[g] * (double) ofEvent[g] + others[g] * (double) ofOther[g];
            }
            return sum;
        }
    }
}
