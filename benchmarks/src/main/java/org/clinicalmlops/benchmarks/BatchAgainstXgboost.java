package org.clinicalmlops.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
 * Question: what does a row of a batch of 1,024 cost, of an imported model of 500 trees of six levels, beside the library that fitted it? An
 * operation is a row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@OperationsPerInvocation(Rows.COUNT)
public class BatchAgainstXgboost {
    private final ImportedTrees trees;
    private final double[] risks = new double[Rows.COUNT];
    private final int threads;
    private final ExecutorService executor;

    public BatchAgainstXgboost() {
        this(1);
    }

    BatchAgainstXgboost(int threads) {
        this.threads = threads;
        trees = new ImportedTrees(threads);
        executor = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    }

    /** Both sides answer the same, to the precision of floats. */
    @Setup
    public void agree() {
        ours();
        float[][] theirs = trees.original();
        for (int row = 0; row < Rows.COUNT; row++) {
            if (!(Math.abs(risks[row] - theirs[row][0]) < 1e-6)) {
                throw new IllegalStateException("they differ: " + risks[row] + ", " + theirs[row][0]);
            }
        }
    }

    @TearDown
    public void close() {
        executor.shutdown();
    }

    @Benchmark
    public double baseline() {
        double sum = 0;
        for (double[] row : trees.rows) {
            sum += row[0];
        }
        return sum;
    }

    @Benchmark
    public double[] ours() {
        trees.ours.risks(trees.rows, risks, threads, executor);
        return risks;
    }

    @Benchmark
    public float[][] peer() {
        return trees.original();
    }
}
