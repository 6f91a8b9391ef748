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

    private final TwoThreads threads = new TwoThreads();

    public PredictByTwoThreads() {}

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
    public void ours(PredictAgainstSmile.Live live, Spent spent) throws Exception {
        threads.share(ServedModel.BURST, SHARE, spent, live.served::predict);
    }

    @Benchmark
    public void peer(PredictAgainstSmile.Live live, Spent spent) throws Exception {
        threads.alone(ServedModel.BURST, spent, live.served::predict);
    }
}
