package org.clinicalmlops.metrics.overall;

import java.util.OptionalDouble;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * Squared errors as whole numbers, in units of which all cases together have at most 2^62: their sum is exact, and compilers make
 * it wide. A value is off by half a unit at most: less than the rounding of a double up to 500 cases, 1e-13 for a million.
 */
final class ResampledBrier implements RiskStatistic.OfCounts {
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
