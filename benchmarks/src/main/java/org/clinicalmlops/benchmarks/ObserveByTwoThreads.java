package org.clinicalmlops.benchmarks;

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
    /** Some tenths of a millisecond. */
    private static final int SHARE = 512;

    private final TwoThreads threads = new TwoThreads();

    public ObserveByTwoThreads() {}

    @TearDown
    public void end() {
        threads.close();
    }

    /** Handing two threads their work. */
    @Benchmark
    public void baseline() throws Exception {
        threads.meet();
    }

    @Benchmark
    public void ours(WatchedNumbers watching, Spent spent) throws Exception {
        threads.share(
                WatchedNumbers.ROWS,
                SHARE,
                spent,
                (from, until) -> watching.watched.observe(watching.monitor, from, until));
    }

    @Benchmark
    public void peer(WatchedNumbers watching, Spent spent) throws Exception {
        threads.alone(
                WatchedNumbers.ROWS, spent, (from, until) -> watching.watched.observe(watching.monitor, from, until));
    }
}
