package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import smile.classification.GradientTreeBoost;
import smile.data.Tuple;

/**
 * Question: what does a whole {@code predict(row)} of a live deployment cost its caller, from the host's row to the answer, with rules,
 * pseudonym, monitor and audit, beside nothing but the peer's score of the same boosted model? In bursts that the audit's queue holds; between
 * them all is stored, which is not timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ServedModel.BURST)
@Warmup(iterations = 30)
@Measurement(iterations = 30)
@Fork(3)
public class PredictAgainstSmile {
    private final GradientTreeBoost boosted = BoostingAgainstSmile.fitAgain();
    private final Tuple[] tuples = TreesModel.tuples(Rows.of(TreesModel.FEATURES));
    private final double[] posterior = new double[2];

    public PredictAgainstSmile() {}

    /** A hospital whose queue is empty when a burst begins. */
    @State(Scope.Thread)
    public static class Live {
        final ServedModel served = new ServedModel();

        public Live() {}

        @Setup(Level.Invocation)
        public void drain() {
            served.drain();
        }

        @TearDown
        public void close() {
            served.drain();
            served.close();
        }
    }

    @Benchmark
    public double baseline(Live live) {
        double sum = 0;
        for (int i = 0; i < ServedModel.BURST; i++) {
            sum += live.served.rows.get(i & Rows.MASK).values()[0];
        }
        return sum;
    }

    @Benchmark
    public double ours(Live live, Spent spent) {
        Spent.Begin begin = Spent.begin();
        double sum = live.served.predict(0, ServedModel.BURST);
        spent.end(begin, ServedModel.BURST);
        return sum;
    }

    @Benchmark
    public double peer(Spent spent) {
        Spent.Begin begin = Spent.begin();
        double sum = 0;
        for (int i = 0; i < ServedModel.BURST; i++) {
            boosted.predict(tuples[i & Rows.MASK], posterior);
            sum += posterior[1];
        }
        spent.end(begin, ServedModel.BURST);
        return sum;
    }
}
