package org.clinicalmlops.core.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps scratch memory between calls, without a thread-local that would outlive its model. A thread looks at one place, chosen by its
 * number: if another one has taken what was there, it makes its own. Thread-safe, without a lock.
 */
final class ScratchPool {
    /** Enough for the threads that score at a time on most machines. Our choice. */
    private static final int PLACES = 64;

    /** References between two places, so that no two share a cache line of 64 bytes. */
    private static final int APART = 16;

    private final AtomicReferenceArray<Scratch> places = new AtomicReferenceArray<>(PLACES * APART);
    private final Supplier<Scratch> maker;

    ScratchPool(Supplier<Scratch> maker) {
        this.maker = maker;
    }

    Scratch take() {
        Scratch kept = places.getAndSet(place(), null);
        return kept != null ? kept : maker.get();
    }

    void giveBack(Scratch scratch) {
        places.lazySet(place(), scratch);
    }

    private static int place() {
        return (int) (Thread.currentThread().getId() % PLACES) * APART;
    }
}
