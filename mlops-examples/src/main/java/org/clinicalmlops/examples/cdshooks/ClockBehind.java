package org.clinicalmlops.examples.cdshooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** Another clock's time some while ago, so that a silent trial can have been; it is set right once. Thread-safe. */
final class ClockBehind extends Clock {
    private final Clock right;
    private final AtomicReference<Duration> behind;

    ClockBehind(Clock right, Duration behind) {
        this.right = right;
        this.behind = new AtomicReference<>(behind);
    }

    void setRight() {
        behind.set(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return right.instant().minus(behind.get());
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return right.withZone(zone);
    }
}
