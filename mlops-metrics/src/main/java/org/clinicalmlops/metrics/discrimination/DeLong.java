package org.clinicalmlops.metrics.discrimination;

import java.util.Arrays;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Placement;

/**
 * Placements of DeLong, DeLong and Clarke-Pearson 1988 by ranks (Sun and Xu 2014): for each event the number of non-events with a
 * lower risk, and for each non-event the number of events with a higher one; equal risks count one half. All are whole halves,
 * so that they and their sums are exact.
 */
final class DeLong {
    private final double[] below;
    private final double[] above;
    private final double auroc;

    private DeLong(double[] below, double[] above, double auroc) {
        this.below = below;
        this.above = above;
        this.auroc = auroc;
    }

    /** O(n log n). Both classes must be there. */
    static DeLong of(double[] risks, boolean[] happened) {
        int events = Cases.events(happened);
        double[] ofEvents = new double[events];
        double[] ofOthers = new double[happened.length - events];
        int e = 0;
        int o = 0;
        for (int i = 0; i < risks.length; i++) {
            double risk = risks[i] + 0.0; // -0.0 becomes 0.0, which sorting would tell apart
            if (happened[i]) {
                ofEvents[e++] = risk;
            } else {
                ofOthers[o++] = risk;
            }
        }
        double[] sortedEvents = ofEvents.clone();
        double[] sortedOthers = ofOthers.clone();
        Arrays.sort(sortedEvents);
        Arrays.sort(sortedOthers);
        double[] below = new double[events];
        double sum = 0;
        for (int i = 0; i < events; i++) {
            below[i] = Placement.of(sortedOthers, ofEvents[i]);
            sum += below[i];
        }
        double[] above = new double[ofOthers.length];
        for (int i = 0; i < above.length; i++) {
            above[i] = events - Placement.of(sortedEvents, ofOthers[i]);
        }
        return new DeLong(below, above, sum / ((double) events * ofOthers.length));
    }

    double auroc() {
        return auroc;
    }

    /** Number of cases in the smaller class. */
    int smaller() {
        return Math.min(below.length, above.length);
    }

    /** Variance of the difference to the AUROC of other risks for the same cases in the same order. */
    double varianceOfDifference(DeLong other) {
        return variance(minus(below, other.below), minus(above, other.above));
    }

    /** Whether both order every event against every non-event in the same way. */
    boolean placesAs(DeLong other) {
        return Arrays.equals(below, other.below) && Arrays.equals(above, other.above);
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /** The placements of events are counts of non-events and the other way round: each is divided by the size of both. */
    private static double variance(double[] ofEvents, double[] ofOthers) {
        double events = ofEvents.length;
        double others = ofOthers.length;
        return sampleVariance(ofEvents) / (others * others * events)
                + sampleVariance(ofOthers) / (events * events * others);
    }

    private static double sampleVariance(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }
}
