package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.clinicalmlops.api.MlopsException;

/**
 * What waits for the one writer of the ledger: bounded, in the order in which it came. What is to be stored is made when it is taken out, in
 * one step under a lock that is held while no disk is waited for; so whatever is not in here is settled. Thread-safe; {@link #take} and
 * {@link #await} are the writer's.
 */
final class AuditQueue {
    /** Our choice: a signal that was missed is not waited for. */
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(50);

    private final BlockingQueue<Item> queue;
    /** Held while an item enters, so that none can enter after the last look at the queue. */
    private final ReentrantReadWriteLock entrance = new ReentrantReadWriteLock();

    private final Object drafting = new Object();
    private volatile boolean closed;
    /** Whether the writer sleeps, or is about to. */
    private volatile boolean idle;

    private final Thread writer;

    AuditQueue(int capacity, Thread writer) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.writer = writer;
    }

    /** Never waits; false if it is full or closed. */
    boolean offer(Item item) {
        if (!entrance.readLock().tryLock()) { // lock() would queue up behind a close that waits for a full queue
            return false;
        }
        try {
            boolean taken = !closed && queue.offer(item);
            wake();
            return taken;
        } finally {
            entrance.readLock().unlock();
        }
    }

    /**
     * Waits for room.
     *
     * @throws MlopsException if it is closed
     */
    void put(Item item) {
        entrance.readLock().lock();
        try {
            if (closed) {
                throw new MlopsException("the workspace is closed");
            }
            queue.put(item);
            wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MlopsException("interrupted while writing to the ledger", e);
        } finally {
            entrance.readLock().unlock();
        }
    }

    private void wake() {
        if (idle) {
            LockSupport.unpark(writer);
        }
    }

    /** Settles what waits here, in order. */
    void settle() {
        synchronized (drafting) {
            for (Item item : queue) {
                item.settle();
            }
        }
    }

    /**
     * Takes items out.
     *
     * @param taken receives them
     * @param failed hears of those of which nothing could be made
     * @return those with something to store, made
     */
    List<Item> take(List<Item> taken, int most, BiConsumer<Item, RuntimeException> failed) {
        List<Item> drafted = new ArrayList<>();
        synchronized (drafting) {
            queue.drainTo(taken, most);
            for (Item item : taken) {
                try {
                    Item made = item.drafted();
                    if (made != null) {
                        drafted.add(made);
                    }
                } catch (RuntimeException e) { // the others can be stored
                    failed.accept(item, e);
                }
            }
        }
        return drafted;
    }

    /** Takes out those that are chosen, of which nobody but the writer is to make anything. */
    void removeIf(Predicate<Item> chosen) {
        queue.removeIf(chosen);
    }

    /** Sleeps until something comes, or for a moment. */
    void await() {
        idle = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.parkNanos(this, LONGEST_SLEEP.toNanos());
        }
        idle = false;
    }

    int size() {
        return queue.size();
    }

    /** Whether an item that came now would be taken. */
    boolean takes() {
        return !closed && queue.remainingCapacity() > 0;
    }

    /** Whether it is closed and empty. */
    boolean ended() {
        return closed && queue.isEmpty();
    }

    /** Takes nothing any more; what is here can still be taken out. */
    void close() {
        entrance.writeLock().lock();
        closed = true;
        entrance.writeLock().unlock();
        wake();
    }
}
