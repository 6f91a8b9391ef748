package org.clinicalmlops.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;
import org.clinicalmlops.core.model.Scratch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a row of a batch of 1,024 cost? The peer is the same rows scored one by one, or as a batch by one thread. An
 * operation is a row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@OperationsPerInvocation(Rows.COUNT)
public abstract class BatchAgainstRows {
    private final double[][] rows = Rows.of(TreesModel.FEATURES);
    private final double[] risks = new double[Rows.COUNT];
    private final CompiledModel model;
    private final Scratch scratch;
    private final int threads;
    private final ExecutorService executor;

    BatchAgainstRows(TreesForm form, int threads) {
        model = new CompiledModel(TreesModel.preparation(), form, Recalibration.NONE);
        scratch = model.newScratch();
        this.threads = threads;
        executor = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    }

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        ours();
        for (int row = 0; row < Rows.COUNT; row++) {
            LogisticModel.mustAgree(risks[row], model.risk(rows[row], scratch));
        }
    }

    @TearDown
    public void close() {
        executor.shutdown();
    }

    @Benchmark
    public double baseline() {
        double sum = 0;
        for (double[] row : rows) {
            sum += row[0];
        }
        return sum;
    }

    @Benchmark
    public double[] ours() {
        model.risks(rows, risks, threads, executor);
        return risks;
    }

    @Benchmark
    public double[] peer() {
        if (threads > 1) {
            model.risks(rows, risks);
        } else {
            for (int row = 0; row < Rows.COUNT; row++) {
                risks[row] = model.risk(rows[row], scratch);
            }
        }
        return risks;
    }
}
