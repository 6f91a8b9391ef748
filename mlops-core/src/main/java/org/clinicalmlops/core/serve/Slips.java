package org.clinicalmlops.core.serve;

import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The slips of one version that are free. A thread takes from a hand of at most {@value #HAND}, which it seldom shares with another; full hands
 * are passed on. So neither who takes one nor who gives one back often meets other threads. Whoever meets one does not wait: it makes a new
 * slip, or leaves some to the collector, as it leaves more than the audit's queue holds. Thread-safe, without a lock that is held.
 */
final class Slips<R> {
    /** Our choice: meetings are rare, and little is held for threads that do not predict any more. */
    private static final int HAND = 32;
    /** Our choice: more than the processors on which one model is asked. */
    private static final int HANDS = 16;
    /** References in a line of the cache, so that no two hands share one. */
    private static final int APART = 16;

    private final Version<R> version;
    /** None of them is empty. */
    private final BlockingQueue<ArrayDeque<Slip<R>>> full = new ArrayBlockingQueue<>(Audit.CAPACITY / HAND);
    /** A hand is null while a thread looks into it. */
    private final AtomicReferenceArray<ArrayDeque<Slip<R>>> hands = new AtomicReferenceArray<>(HANDS * APART);

    Slips(Version<R> version) {
        this.version = version;
    }

    private static int own() {
        return (int) (Thread.currentThread().getId() % HANDS) * APART;
    }

    /** A free one. */
    Slip<R> give() {
        int own = own();
        ArrayDeque<Slip<R>> hand = hands.getAndSet(own, null);
        if (hand == null || hand.isEmpty()) {
            hand = full.poll();
            if (hand == null) {
                return new Slip<>(version, this);
            }
        }
        Slip<R> free = hand.removeLast();
        lay(own, hand);
        return free;
    }

    /** One is free again. */
    void take(Slip<R> slip) {
        int own = own();
        ArrayDeque<Slip<R>> hand = hands.getAndSet(own, null);
        if (hand == null) {
            hand = new ArrayDeque<>(HAND);
        }
        hand.addLast(slip);
        if (hand.size() < HAND) {
            lay(own, hand);
        } else {
            full.offer(hand);
        }
    }

    private void lay(int own, ArrayDeque<Slip<R>> hand) {
        if (!hands.compareAndSet(own, null, hand) && !hand.isEmpty()) {
            full.offer(hand);
        }
    }
}
