package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * When updates start by the calendar, in UTC: every so often, counted from the first date, so that the 31st stays the 31st where there is
 * one.
 *
 * @param first the first date
 * @param every longer than zero
 */
public record Schedule(Instant first, Period every) {
    public Schedule {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(every, "every");
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("every must be longer than zero, was " + every);
        }
    }

    /** @param every longer than zero */
    public static NeedsFirst every(Period every) {
        return first -> new Schedule(first, every);
    }

    /** The last date that is not after {@code now}; empty before the first. Cost: O(dates so far). */
    public Optional<Instant> lastDue(Instant now) {
        Optional<Instant> last = Optional.empty();
        for (int k = 0; !date(k).isAfter(now); k++) {
            last = Optional.of(date(k));
        }
        return last;
    }

    private Instant date(int k) {
        return first.atZone(ZoneOffset.UTC).plus(every.multipliedBy(k)).toInstant();
    }

    /** From when on. */
    public interface NeedsFirst {
        Schedule from(Instant first);
    }
}
