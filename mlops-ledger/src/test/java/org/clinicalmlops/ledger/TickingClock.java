package org.clinicalmlops.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Three hours pass with every look, so that a silent trial soon has lasted long enough. Thread-safe. */
final class TickingClock extends Clock {
    private final Instant start;
    private final AtomicLong looks = new AtomicLong();

    TickingClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofHours(3).multipliedBy(looks.incrementAndGet()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
