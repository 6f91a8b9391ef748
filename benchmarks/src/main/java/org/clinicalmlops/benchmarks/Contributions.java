package org.clinicalmlops.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.explain.Explainer;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
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
 * Question: what do the exact contributions of one row's 30 features cost, and what do they allocate? There is no peer on the JVM that
 * computes the same, but a bar.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public abstract class Contributions {
    private final double[][] rows = Rows.of(TreesModel.FEATURES);
    private final Explainer explainer;
    private int i;

    Contributions(TreesForm form) {
        List<FeatureSpec> features = new ArrayList<>();
        for (int f = 0; f < TreesModel.FEATURES; f++) {
            features.add(new FeatureSpec("x" + f, FeatureSpec.Kind.NUMERIC, "1", 1));
        }
        FeatureSet<double[]> unread =
                FeatureSet.of(double[].class).patient(row -> "p").indexedAt(row -> Instant.EPOCH);
        ModelArtifact model = ModelArtifact.of(
                unread,
                new Schema(features),
                Levels.of(Collections.nCopies(TreesModel.FEATURES, List.of())),
                TreesModel.preparation(),
                form,
                Recalibration.NONE);
        explainer = Explainer.of(model, Typical.NONE);
    }

    /** Every row is explained. */
    @Setup
    public void agree() {
        for (double[] row : rows) {
            if (explainer.explain(row) instanceof Unexplained none) {
                throw new IllegalStateException("a row was not explained: " + none.reason());
            }
        }
    }

    @Benchmark
    public double baseline() {
        return rows[i++ & Rows.MASK][0];
    }

    @Benchmark
    public Explanation ours() {
        return explainer.explain(rows[i++ & Rows.MASK]);
    }
}
