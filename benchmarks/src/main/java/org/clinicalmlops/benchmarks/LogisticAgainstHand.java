package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Scratch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how far is the scoring kernel from what one would write for a single model by hand? The peer is a dot product and a
 * sigmoid on values that need no feature step.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LogisticAgainstHand {
    private final double[][] rows = Rows.of(LogisticModel.FEATURES);
    private final LogisticModel model = new LogisticModel();
    private final CompiledModel compiled = model.compiled();
    private final Scratch scratch = compiled.newScratch();
    private int i;

    public LogisticAgainstHand() {}

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (double[] row : rows) {
            LogisticModel.mustAgree(compiled.risk(row, scratch), byHand(row));
        }
    }

    @Benchmark
    public double baseline() {
        return rows[i++ & Rows.MASK][0];
    }

    @Benchmark
    public double ours() {
        return compiled.risk(rows[i++ & Rows.MASK], scratch);
    }

    @Benchmark
    public double peer() {
        return byHand(rows[i++ & Rows.MASK]);
    }

    private double byHand(double[] row) {
        double sum = model.intercept;
        for (int f = 0; f < LogisticModel.FEATURES; f++) {
            sum += model.weights[f] * row[f];
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
