package org.clinicalmlops.benchmarks;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * Question: do two threads observe more rows a second than one, with one monitor? Ours is the time of a row when two threads have half
 * of the rows each, the peer's when one has them all; the ratio is that of the throughputs. It needs two processors that are free.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(WatchedNumbers.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObserveByTwoThreads {
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
        int half = WatchedNumbers.ROWS / 2;
        Future<?> first = threads.submit(() -> observe(watching, spent, 0, half));
        Future<?> second = threads.submit(() -> observe(watching, spent, half, WatchedNumbers.ROWS));
        first.get();
        second.get();
    }

    private Void observe(WatchedNumbers watching, Spent spent, int from, int until) throws Exception {
        both.await();
        Spent.Begin begin = Spent.begin();
        watching.watched.observe(watching.monitor, from, until);
        spent.end(begin, until - from);
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
