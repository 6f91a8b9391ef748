package org.clinicalmlops.benchmarks;

import java.util.SplittableRandom;
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
import smile.base.cart.SplitRule;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;

/**
 * Question: what does one risk of a forest of 200 trees cost, from the row as it was read? The peer is Smile's own forest, fitted a
 * second time with the parameters and seeds that our trainer uses, and given its rows ready-made in its own type.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ForestAgainstSmile {
    private final double[][] rows = Rows.of(TreesModel.FEATURES);
    private final CompiledModel compiled =
            new CompiledModel(TreesModel.preparation(), TreesModel.forest(), Recalibration.NONE);
    private final Scratch scratch = compiled.newScratch();
    private final smile.classification.RandomForest forest = fitAgain();
    private final Tuple[] tuples = TreesModel.tuples(rows);
    private final double[] posterior = new double[2];
    private int i;

    public ForestAgainstSmile() {}

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (int row = 0; row < Rows.COUNT; row++) {
            forest.predict(tuples[row], posterior);
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
        forest.predict(tuples[i++ & Rows.MASK], posterior);
        return posterior[1];
    }

    private static smile.classification.RandomForest fitAgain() {
        DataFrame frame = TreesModel.frame();
        return smile.classification.RandomForest.fit(
                Formula.lhs("y"),
                frame,
                TreesModel.TREES,
                (int) Math.sqrt(TreesModel.FEATURES),
                SplitRule.GINI,
                TreesModel.FOREST.maxDepth(),
                TreesModel.TRAINING_ROWS / TreesModel.FOREST.leafSize(),
                TreesModel.FOREST.leafSize(),
                1.0,
                null,
                new SplittableRandom(TreesModel.SEED).longs(TreesModel.TREES).map(seed -> seed >>> 1));
    }
}
