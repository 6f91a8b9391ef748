package org.clinicalmlops.benchmarks;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: do two threads observe more rows a second than one, with one monitor? Ours is the time of a row when two threads share the
 * rows, a few hundred at a time as they come, the peer's when one has them all; the ratio is that of the throughputs. It needs two
 * processors that are free.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(WatchedNumbers.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObserveByTwoThreads {
    /** Some tenths of a millisecond: a thread that the machine has stopped does not keep the other one waiting. */
    private static final int SHARE = 512;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CyclicBarrier both = new CyclicBarrier(2);

    public ObserveByTwoThreads() {}

    @TearDown
    public void end() {
        threads.shutdownNow();
    }

    /** Handing two threads their work. */
    @Benchmark
    public void baseline() throws Exception {
        Future<?> first = threads.submit(() -> both.await());
        Future<?> second = threads.submit(() -> both.await());
        first.get();
        second.get();
    }

    @Benchmark
    public void ours(WatchedNumbers watching, Spent spent) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Future<?> first = threads.submit(() -> observe(watching, spent, next));
        Future<?> second = threads.submit(() -> observe(watching, spent, next));
        first.get();
        second.get();
    }

    private Void observe(WatchedNumbers watching, Spent spent, AtomicInteger next) throws Exception {
        both.await();
        Spent.Begin begin = Spent.begin();
        int observed = 0;
        for (int from = next.getAndAdd(SHARE); from < WatchedNumbers.ROWS; from = next.getAndAdd(SHARE)) {
            int until = Math.min(from + SHARE, WatchedNumbers.ROWS);
            watching.watched.observe(watching.monitor, from, until);
            observed += until - from;
        }
        spent.end(begin, observed);
        return null;
    }

    @Benchmark
    public void peer(WatchedNumbers watching, Spent spent) throws Exception {
        threads.submit(() -> {
                    Spent.Begin begin = Spent.begin();
                    watching.watched.observe(watching.monitor, 0, WatchedNumbers.ROWS);
                    spent.end(begin, WatchedNumbers.ROWS);
                })
                .get();
    }
}
