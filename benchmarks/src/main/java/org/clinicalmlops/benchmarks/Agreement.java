package org.clinicalmlops.benchmarks;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;

/** Both sides of a comparison have to answer the same before either is timed. */
final class Agreement {
    private Agreement() {}

    static void within(double tolerance, double ours, double peer) {
        if (!(Math.abs(ours - peer) <= tolerance)) {
            throw new IllegalStateException("the sides must answer the same, answered " + ours + " and " + peer);
        }
    }

    static double value(Estimate estimate) {
        return known(estimate).value();
    }

    static Interval interval(Estimate estimate) {
        return known(estimate).interval();
    }

    private static Estimate.Known known(Estimate estimate) {
        if (estimate instanceof Estimate.Known known) {
            return known;
        }
        throw new IllegalStateException("a value was expected, was " + estimate);
    }
}
