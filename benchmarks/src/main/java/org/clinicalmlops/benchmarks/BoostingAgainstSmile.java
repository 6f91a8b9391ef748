package org.clinicalmlops.benchmarks;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;
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
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.math.MathEx;

/**
 * Question: what does one risk of 200 boosted trees of three levels cost, from the row as it was read? The peer is Smile's own model,
 * fitted a second time with the same parameters and seed, and given its rows ready-made in its own type.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class BoostingAgainstSmile {
    private final double[][] rows = Rows.of(TreesModel.FEATURES);
    private final CompiledModel compiled =
            new CompiledModel(TreesModel.preparation(), TreesModel.boosted(), Recalibration.NONE);
    private final Scratch scratch = compiled.newScratch();
    private final GradientTreeBoost boosted = fitAgain();
    private final Tuple[] tuples = TreesModel.tuples(rows);
    private final double[] posterior = new double[2];
    private int i;

    public BoostingAgainstSmile() {}

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (int row = 0; row < Rows.COUNT; row++) {
            boosted.predict(tuples[row], posterior);
            LogisticModel.mustAgree(compiled.risk(rows[row], scratch), posterior[1]);
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
        boosted.predict(tuples[i++ & Rows.MASK], posterior);
        return posterior[1];
    }

    /** In a pool of one thread, as our trainer does. */
    static GradientTreeBoost fitAgain() {
        DataFrame frame = TreesModel.frame();
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            return pool.submit(() -> {
                        MathEx.setSeed(TreesModel.SEED);
                        return GradientTreeBoost.fit(
                                Formula.lhs("y"),
                                frame,
                                TreesModel.TREES,
                                TreesModel.BOOSTING.maxDepth(),
                                TreesModel.BOOSTING.maxLeaves(),
                                TreesModel.BOOSTING.leafSize(),
                                TreesModel.BOOSTING.shrinkage(),
                                TreesModel.BOOSTING.subsample());
                    })
                    .join();
        } finally {
            pool.shutdown();
        }
    }
}
