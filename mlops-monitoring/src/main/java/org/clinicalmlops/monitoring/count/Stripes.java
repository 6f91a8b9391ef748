package org.clinicalmlops.monitoring.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Arrays of counts that one thread at a time writes. A writer claims a stripe with one atomic step, counts with plain increments and
 * releases it; if the stripe is taken it tries the next, and never waits. Readers claim nothing and add up all stripes, so that they
 * hold up nobody. How many stripes there are, and who had which, changes no sum.
 *
 * <p>No thread has a stripe of its own: threads may come and go by the million.
 */
final class Stripes {
    /** Our choice, like twice the processors: threads that are halted while they hold a stripe leave enough for those that run. */
    private static final int MOST = 64;

    /** Apart by two cache lines, which processors fetch in pairs. */
    private static final int PADDING = 32;

    private static final int HOMES = 256;
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[][] counts;
    private final AtomicIntegerArray taken;
    /** Where a thread begins to look; a hint, written without order: any value is right. */
    private final byte[] homes = new byte[HOMES];

    /** @param length of the counts in each stripe */
    Stripes(int length, int processors) {
        int n = Math.min(MOST, Integer.highestOneBit(4 * Math.max(1, processors) - 1));
        counts = new long[n][length + PADDING / 2];
        taken = new AtomicIntegerArray((n + 1) * PADDING);
        for (int i = 0; i < HOMES; i++) {
            homes[i] = (byte) (i & n - 1);
        }
    }

    int size() {
        return counts.length;
    }

    /** A stripe that is now the caller's, until it is released; -1 if all are taken. Allocates nothing. */
    int claim() {
        int mask = counts.length - 1;
        int home = (int) Thread.currentThread().getId() & HOMES - 1;
        int first = homes[home];
        for (int tried = 0; tried <= mask; tried++) {
            int stripe = first + tried & mask;
            if (taken.compareAndSet((stripe + 1) * PADDING, 0, 1)) {
                if (tried > 0) {
                    homes[home] = (byte) stripe; // two threads that met here meet no more
                }
                return stripe;
            }
        }
        return -1;
    }

    /** The counts of a stripe; to be written by who claimed it. */
    long[] counts(int stripe) {
        return counts[stripe];
    }

    /** What was counted is there for whoever claims the stripe next. */
    void release(int stripe) {
        taken.setRelease((stripe + 1) * PADDING, 0);
    }

    /** A count of a stripe as it is now, whoever writes it. */
    long read(int stripe, int i) {
        return (long) COUNTS.getAcquire(counts[stripe], i);
    }

    /** A count over all stripes. */
    long sum(int i) {
        long sum = 0;
        for (int stripe = 0; stripe < counts.length; stripe++) {
            sum += read(stripe, i);
        }
        return sum;
    }
}
