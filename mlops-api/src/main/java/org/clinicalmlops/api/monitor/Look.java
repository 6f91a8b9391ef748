package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * What was counted between two looks at the counters, which may be hours apart.
 *
 * @param from when somebody looked last, or the opening
 * @param until now; after {@code from}
 * @param counts of that time
 * @param seen when what was last seen
 */
public record Look(Instant from, Instant until, Counts counts, LastSeen seen) {

    /** When something was last observed; by the monitor's clock. */
    public interface LastSeen {
        /** Any row. */
        Optional<Instant> row();

        /** A row with a value of the feature. */
        Optional<Instant> value(int feature);

        /** Rows one after the other without a value of the feature, up to now; 0 after a value. */
        long rowsWithout(int feature);
    }
}
