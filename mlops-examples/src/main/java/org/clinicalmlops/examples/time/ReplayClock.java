package org.clinicalmlops.examples.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a replay moves by hand. */
public final class ReplayClock extends Clock {
    private volatile Instant now;

    public ReplayClock(Instant start) {
        now = start;
    }

    /** @param later not before the present instant */
    public void moveTo(Instant later) {
        if (later.isBefore(now)) {
            throw new IllegalArgumentException("a clock does not go back: from " + now + " to " + later);
        }
        now = later;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
