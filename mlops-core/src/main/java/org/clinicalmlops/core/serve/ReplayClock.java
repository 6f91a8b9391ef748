package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * The host's clock, but for a thread that tells a monitor of what was before: for it, it is then. Thread-safe.
 */
public final class ReplayClock extends Clock {
    private final Clock clock;
    private final ThreadLocal<Instant> then = new ThreadLocal<>();

    public ReplayClock(Clock clock) {
        this.clock = clock;
    }

    /** It is then, for the calling thread and as long as something is told. */
    public <T> T at(Instant moment, Supplier<T> telling) {
        Instant before = then.get();
        then.set(moment);
        try {
            return telling.get();
        } finally {
            then.set(before);
        }
    }

    /** The same of what answers nothing. */
    void at(Instant moment, Runnable telling) {
        at(moment, () -> {
            telling.run();
            return true;
        });
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    /** Knows nothing of what is told to this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new ReplayClock(clock.withZone(zone));
    }

    @Override
    public Instant instant() {
        Instant at = then.get();
        return at == null ? clock.instant() : at;
    }

    @Override
    public long millis() {
        Instant at = then.get();
        return at == null ? clock.millis() : at.toEpochMilli();
    }
}
