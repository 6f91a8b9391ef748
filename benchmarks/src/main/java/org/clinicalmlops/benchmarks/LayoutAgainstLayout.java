package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;
import org.clinicalmlops.core.model.Scratch;
import org.clinicalmlops.core.model.TreesLayout;
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

/** Question: is the layout that a model of trees is given the fastest? The peer is the same model in another one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public abstract class LayoutAgainstLayout {
    private final double[][] rows = Rows.of(TreesModel.FEATURES);
    private final CompiledModel chosen;
    private final CompiledModel other;
    private final Scratch scratch;
    private final Scratch otherScratch;
    private int i;

    LayoutAgainstLayout(TreesForm form, TreesLayout layout) {
        chosen = new CompiledModel(TreesModel.preparation(), form, Recalibration.NONE);
        other = CompiledModel.inLayout(TreesModel.preparation(), form, Recalibration.NONE, layout);
        scratch = chosen.newScratch();
        otherScratch = other.newScratch();
    }

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (double[] row : rows) {
            LogisticModel.mustAgree(chosen.risk(row, scratch), other.risk(row, otherScratch));
        }
    }

    @Benchmark
    public double baseline() {
        return rows[i++ & Rows.MASK][0];
    }

    @Benchmark
    public double ours() {
        return chosen.risk(rows[i++ & Rows.MASK], scratch);
    }

    @Benchmark
    public double peer() {
        return other.risk(rows[i++ & Rows.MASK], otherScratch);
    }
}
