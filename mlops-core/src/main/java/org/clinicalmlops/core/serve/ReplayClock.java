package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The host's clock, but for the time in which a monitor is told again what was. Thread-safe. */
public final class ReplayClock extends Clock {
    private final Clock clock;
    private volatile @Nullable Instant then;

    public ReplayClock(Clock clock) {
        this.clock = clock;
    }

    /** It is then. */
    public void set(Instant at) {
        then = at;
    }

    /** It is now. */
    public void now() {
        then = null;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        ReplayClock other = new ReplayClock(clock.withZone(zone));
        other.then = then;
        return other;
    }

    @Override
    public Instant instant() {
        Instant at = then;
        return at == null ? clock.instant() : at;
    }

    @Override
    public long millis() {
        Instant at = then;
        return at == null ? clock.millis() : at.toEpochMilli();
    }
}
