package org.clinicalmlops.benchmarks;

import java.time.Instant;

/** A clock that goes as the machine's does, and can be told to go ahead. */
final class GoingClock extends HandClock {
    private final long begun = System.nanoTime();

    @Override
    public Instant instant() {
        return super.instant().plusNanos(System.nanoTime() - begun);
    }
}
