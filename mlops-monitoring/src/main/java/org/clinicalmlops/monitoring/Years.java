package org.clinicalmlops.monitoring;

import java.time.Duration;
import java.time.Instant;

/** Years as real numbers. */
final class Years {
    /** Days of a year on average. */
    static final double DAYS = 365.25;

    private Years() {}

    /** From one instant to a later one; 0 if it is not later. */
    static double between(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to).toSeconds() / (DAYS * 86_400) : 0;
    }
}
