package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
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
 * Question: what does one risk of an imported model of 500 trees of six levels cost, beside the library that fitted it? The peer is
 * xgboost4j's prediction in place, the fastest call that it has for a row: it needs no matrix.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RowAgainstXgboost {
    private final ImportedTrees trees = new ImportedTrees(1);
    private final Scratch scratch = trees.ours.newScratch();
    private int i;

    public RowAgainstXgboost() {}

    /** Both sides answer the same, to the precision of floats. */
    @Setup
    public void agree() {
        for (int row = 0; row < Rows.COUNT; row++) {
            double gap = Math.abs(trees.ours.risk(trees.rows[row], scratch) - trees.original(row));
            if (!(gap < 1e-6)) {
                throw new IllegalStateException("they differ by " + gap);
            }
        }
    }

    @Benchmark
    public double baseline() {
        return trees.rows[i++ & Rows.MASK][0];
    }

    @Benchmark
    public double ours() {
        return trees.ours.risk(trees.rows[i++ & Rows.MASK], scratch);
    }

    @Benchmark
    public double peer() {
        return trees.original(i++ & Rows.MASK);
    }
}
