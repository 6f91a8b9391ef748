package org.clinicalmlops.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;
import org.clinicalmlops.core.model.Scratch;
import org.clinicalmlops.smile.RandomForest;
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
import smile.data.vector.IntVector;

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
    private static final int FEATURES = 30;
    private static final int TREES = 200;
    private static final int TRAINING_ROWS = 4000;
    private static final long SEED = Rows.SEED + 4;

    private final double[][] rows = Rows.of(FEATURES);
    private final TrainingData training = training();
    private final RandomForest trainer = RandomForest.trees(TREES);
    private final CompiledModel compiled = compiled(trainer.fit(training, SEED));
    private final Scratch scratch = compiled.newScratch();
    private final smile.classification.RandomForest forest = fitAgain();
    private final Tuple[] tuples = tuples();
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

    /** Rows whose risk depends on all features, as the logistic model of the other comparisons has it. */
    private static TrainingData training() {
        double[][] rows = Rows.of(TRAINING_ROWS, FEATURES, Rows.SEED + 3);
        SplittableRandom random = new SplittableRandom(SEED);
        CompiledModel truth = new LogisticModel().compiled();
        double[] happened = new double[TRAINING_ROWS];
        List<String> names = new ArrayList<>();
        for (int row = 0; row < TRAINING_ROWS; row++) {
            happened[row] = random.nextDouble() < truth.risk(rows[row], truth.newScratch()) ? 1 : 0;
        }
        for (int f = 0; f < FEATURES; f++) {
            names.add("x" + f);
        }
        return TrainingData.of(names, rows, happened);
    }

    private static CompiledModel compiled(ModelForm form) {
        List<Column> columns = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            columns.add(new Column.Imputed(f, "x" + f, 0.1));
        }
        return new CompiledModel(new Preparation(columns), form, Recalibration.NONE);
    }

    private smile.classification.RandomForest fitAgain() {
        DataFrame frame = DataFrame.of(training.toRows(), names()).merge(IntVector.of("y", training.toClasses()));
        return smile.classification.RandomForest.fit(
                Formula.lhs("y"),
                frame,
                TREES,
                (int) Math.sqrt(FEATURES),
                SplitRule.GINI,
                trainer.maxDepth(),
                TRAINING_ROWS / trainer.leafSize(),
                trainer.leafSize(),
                1.0,
                null,
                new SplittableRandom(SEED).longs(TREES).map(seed -> seed >>> 1));
    }

    private Tuple[] tuples() {
        DataFrame frame = DataFrame.of(rows, names());
        Tuple[] tuples = new Tuple[Rows.COUNT];
        for (int row = 0; row < tuples.length; row++) {
            tuples[row] = Tuple.of(rows[row], frame.schema());
        }
        return tuples;
    }

    private static String[] names() {
        String[] names = new String[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            names[f] = "x" + f;
        }
        return names;
    }
}
