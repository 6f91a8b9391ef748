package org.clinicalmlops.api.learn;

import java.time.Instant;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * A time in which no new version is proposed: a trial that runs, a holiday, a migration of the record system.
 *
 * @param from start, inclusive
 * @param until end, exclusive; after {@code from}
 */
public record Freeze(Instant from, Instant until) implements Declared {
    public Freeze {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a freeze must end after it starts, was " + from + " to " + until);
        }
    }

    /** Whether an instant lies in it. */
    public boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("freeze").with("from", from).with("until", until);
    }
}
