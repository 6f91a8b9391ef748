package org.clinicalmlops.benchmarks;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads that share rows, a few at a time as they come; a thread that the machine has stopped does not keep the other one waiting. */
final class TwoThreads implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CyclicBarrier both = new CyclicBarrier(2);

    /** What is done with some of the rows. */
    @FunctionalInterface
    interface Work {
        void on(int from, int until);
    }

    /** Hands the two nothing. */
    void meet() throws Exception {
        Future<?> first = threads.submit(() -> both.await());
        Future<?> second = threads.submit(() -> both.await());
        first.get();
        second.get();
    }

    /** @param share how many rows a thread takes at once */
    void share(int rows, int share, Spent spent, Work work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Future<?> first = threads.submit(() -> take(next, rows, share, spent, work));
        Future<?> second = threads.submit(() -> take(next, rows, share, spent, work));
        first.get();
        second.get();
    }

    private Void take(AtomicInteger next, int rows, int share, Spent spent, Work work) throws Exception {
        both.await();
        Spent.Begin begin = Spent.begin();
        int done = 0;
        for (int from = next.getAndAdd(share); from < rows; from = next.getAndAdd(share)) {
            int until = Math.min(from + share, rows);
            work.on(from, until);
            done += until - from;
        }
        spent.end(begin, done);
        return null;
    }

    /** Gives one of them all rows. */
    void alone(int rows, Spent spent, Work work) throws Exception {
        threads.submit(() -> {
                    Spent.Begin begin = Spent.begin();
                    work.on(0, rows);
                    spent.end(begin, rows);
                })
                .get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
