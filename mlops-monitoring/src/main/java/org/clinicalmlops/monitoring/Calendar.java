package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * Boundaries of windows: the instant of opening plus whole multiples of the period, in UTC. Each is counted from the opening, so
 * that months of unequal length do not shift the later ones.
 */
final class Calendar {
    private static final int MOST = 1 << 22; // more windows than eleven thousand years of days

    private final Instant since;
    private final Period window;

    Calendar(Instant since, Period window) {
        this.since = since;
        this.window = window;
    }

    /** The last boundary at or before {@code now}; the opening if there is none later. */
    Instant lastBoundary(Instant now) {
        int low = 0;
        int high = 1;
        while (high < MOST && !boundary(high).isAfter(now)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) { // boundary(low) <= now
            int middle = (low + high) >>> 1;
            if (boundary(middle).isAfter(now)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return boundary(low);
    }

    private Instant boundary(int k) {
        return since.atZone(ZoneOffset.UTC).plus(window.multipliedBy(k)).toInstant();
    }
}
