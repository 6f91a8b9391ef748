package org.clinicalmlops.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;

/** A logistic model of 30 numeric features with fixed coefficients, for each side of a comparison. */
final class LogisticModel {
    static final int FEATURES = 30;

    final double intercept = -1.5;
    final double[] weights;

    LogisticModel() {
        SplittableRandom random = new SplittableRandom(Rows.SEED + 1);
        weights = random.doubles(FEATURES, -0.5, 0.5).toArray();
    }

    /** With the feature step that a fitted model has: a median for a missing number. */
    CompiledModel compiled() {
        List<Column> columns = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            columns.add(new Column.Imputed(f, "x" + f, 0.1));
        }
        return new CompiledModel(new Preparation(columns), LinearForm.of(intercept, weights), Recalibration.NONE);
    }

    /** Stops a comparison of two models that are not the same. */
    static void mustAgree(double ours, double peer) {
        if (!(Math.abs(ours - peer) <= 1e-12)) {
            throw new IllegalStateException("the sides must answer the same, answered " + ours + " and " + peer);
        }
    }
}
