package org.clinicalmlops.monitoring.count;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.MissingPatterns;

/** The places of the listed patterns of missing values, found without a walk over all of them. Immutable. */
final class PatternPlaces {
    private static final int SLOTS = 4 * MissingPatterns.MOST;
    private static final int SHIFT = 64 - Integer.numberOfTrailingZeros(SLOTS);

    private final long[] patterns = new long[SLOTS];
    /** Of the pattern in the slot; that of all others where there is none. */
    private final int[] places = new int[SLOTS];

    private final int others;
    private final int complete;

    PatternPlaces(MissingPatterns listed) {
        others = listed.places() - 1;
        Arrays.fill(places, others);
        int ofComplete = others;
        for (int place = 0; place < others; place++) {
            long pattern = listed.pattern(place);
            if (pattern == 0) {
                ofComplete = place;
                continue;
            }
            int slot = slot(pattern);
            while (patterns[slot] != 0) {
                slot = slot + 1 & SLOTS - 1;
            }
            patterns[slot] = pattern;
            places[slot] = place;
        }
        complete = ofComplete;
    }

    private static int slot(long pattern) {
        return (int) (pattern * 0x9E3779B97F4A7C15L >>> SHIFT);
    }

    /** Allocates nothing. At most a quarter of the slots is used, so that an empty one ends the search. */
    int of(long pattern) {
        if (pattern == 0) {
            return complete;
        }
        int slot = slot(pattern);
        while (patterns[slot] != pattern && patterns[slot] != 0) {
            slot = slot + 1 & SLOTS - 1;
        }
        return places[slot];
    }
}
