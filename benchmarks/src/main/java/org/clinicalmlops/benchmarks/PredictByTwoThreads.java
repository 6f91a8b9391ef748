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
 * Question: do two threads get more answers a second from one deployment than one? Ours is the time of a row when two threads share a burst,
 * the peer's when one has it; the ratio is that of the throughputs. The audit's writer is a third thread, so that it needs more than two
 * processors to show all of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ServedModel.BURST)
@Warmup(iterations = 30)
@Measurement(iterations = 30)
@Fork(3)
public class PredictByTwoThreads {
    private static final int SHARE = 100;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CyclicBarrier both = new CyclicBarrier(2);

    public PredictByTwoThreads() {}

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
    public void ours(PredictAgainstSmile.Live live, Spent spent) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Future<?> first = threads.submit(() -> predict(live, spent, next));
        Future<?> second = threads.submit(() -> predict(live, spent, next));
        first.get();
        second.get();
    }

    private Void predict(PredictAgainstSmile.Live live, Spent spent, AtomicInteger next) throws Exception {
        both.await();
        Spent.Begin begin = Spent.begin();
        int predicted = 0;
        for (int from = next.getAndAdd(SHARE); from < ServedModel.BURST; from = next.getAndAdd(SHARE)) {
            live.served.predict(from, from + SHARE);
            predicted += SHARE;
        }
        spent.end(begin, predicted);
        return null;
    }

    @Benchmark
    public void peer(PredictAgainstSmile.Live live, Spent spent) throws Exception {
        threads.submit(() -> {
                    Spent.Begin begin = Spent.begin();
                    live.served.predict(0, ServedModel.BURST);
                    spent.end(begin, ServedModel.BURST);
                })
                .get();
    }
}
