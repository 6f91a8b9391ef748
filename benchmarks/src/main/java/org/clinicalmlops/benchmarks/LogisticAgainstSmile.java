package org.clinicalmlops.benchmarks;

import java.util.Arrays;
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
import smile.classification.LogisticRegression;
import smile.util.IntSet;

/**
 * Question: what does one risk of a logistic model cost, from the row as it was read? Ours does the feature steps too; the peer is
 * Smile's logistic regression with the same coefficients and its posterior, on the same rows, of which none has a missing value.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LogisticAgainstSmile {
    private final double[][] rows = Rows.of(LogisticModel.FEATURES);
    private final LogisticModel model = new LogisticModel();
    private final CompiledModel compiled = model.compiled();
    private final Scratch scratch = compiled.newScratch();
    private final double[] posterior = new double[2];
    private final LogisticRegression smile = smile();
    private int i;

    public LogisticAgainstSmile() {}

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (double[] row : rows) {
            smile.predict(row, posterior);
            LogisticModel.mustAgree(compiled.risk(row, scratch), posterior[1]);
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
        smile.predict(rows[i++ & Rows.MASK], posterior);
        return posterior[1];
    }

    private LogisticRegression smile() {
        double[] coefficients = Arrays.copyOf(model.weights, LogisticModel.FEATURES + 1);
        coefficients[LogisticModel.FEATURES] = model.intercept; // Smile's is the last
        return new LogisticRegression.Binomial(coefficients, 0, 0, IntSet.of(2));
    }
}
