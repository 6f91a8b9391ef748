package org.clinicalmlops.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.imported.ModelIntake;
import org.clinicalmlops.core.imported.XgboostModel;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;

/**
 * 500 trees of six levels that XGBoost has fitted, as XGBoost scores them and as they are read into our own form. XGBoost gets numbers of its
 * own kind, ready-made; a tenth of the values is missing.
 */
final class ImportedTrees {
    private static final int ROUNDS = 500;
    private static final int LEVELS = 6;

    final double[][] rows = withGaps(Rows.of(TreesModel.FEATURES));
    final float[][] single = floats();
    final float[] together = together();
    final Booster original;
    final CompiledModel ours;

    /** @param threads of the original */
    ImportedTrees(int threads) {
        try {
            original = fit();
            ours = read(original.toByteArray("json"));
            original.setParam("nthread", threads);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost does not fit here", e);
        }
    }

    /** One row by the original's fastest call, which needs no matrix. */
    float original(int row) {
        try {
            return original.inplace_predict(single[row], 1, TreesModel.FEATURES, Float.NaN)[0][0];
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    /** All rows. */
    float[][] original() {
        try {
            return original.inplace_predict(together, Rows.COUNT, TreesModel.FEATURES, Float.NaN);
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    private static Booster fit() throws XGBoostError {
        TrainingData training = TreesModel.training();
        double[][] rows = withGaps(training.toRows());
        float[] values = new float[rows.length * TreesModel.FEATURES];
        float[] happened = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            happened[row] = training.toClasses()[row];
            for (int f = 0; f < TreesModel.FEATURES; f++) {
                values[row * TreesModel.FEATURES + f] = (float) rows[row][f];
            }
        }
        DMatrix table = new DMatrix(values, rows.length, TreesModel.FEATURES, Float.NaN);
        table.setLabel(happened);
        Map<String, Object> settings = Map.of(
                "objective", "binary:logistic", "max_depth", LEVELS, "eta", 0.02, "min_child_weight", 0, "nthread", 1);
        return XGBoost.train(table, settings, ROUNDS, Map.of(), null, null);
    }

    private static CompiledModel read(byte[] json) {
        FeatureSet<double[]> features =
                FeatureSet.of(double[].class).patient(row -> "nobody").indexedAt(row -> Instant.EPOCH);
        List<String> names = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        for (int f = 0; f < TreesModel.FEATURES; f++) {
            int feature = f;
            features = features.numericOrNull("f" + f, "1", row -> row[feature]);
            names.add("f" + f);
            levels.add(List.of());
        }
        GivenModel<Risk> model = XgboostModel.read(
                        json, ModelIntake.of("benchmark", features).columns(names))
                .fold(read -> read.model(), refused -> {
                    throw new IllegalStateException("refused: " + refused.faults());
                });
        return new CompiledModel(Preparation.asGiven(model, Levels.of(levels)), model.form(), Recalibration.NONE);
    }

    /** As floats, so that both sides see the same number; every tenth missing. */
    private static double[][] withGaps(double[][] rows) {
        double[][] gaps = new double[rows.length][];
        SplittableRandom random = new SplittableRandom(TreesModel.SEED);
        for (int row = 0; row < rows.length; row++) {
            gaps[row] = rows[row].clone();
            for (int f = 0; f < gaps[row].length; f++) {
                gaps[row][f] = random.nextInt(10) == 0 ? Double.NaN : (float) gaps[row][f];
            }
        }
        return gaps;
    }

    private float[][] floats() {
        float[][] floats = new float[rows.length][TreesModel.FEATURES];
        for (int row = 0; row < rows.length; row++) {
            for (int f = 0; f < TreesModel.FEATURES; f++) {
                floats[row][f] = (float) rows[row][f];
            }
        }
        return floats;
    }

    private float[] together() {
        float[] together = new float[rows.length * TreesModel.FEATURES];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(single[row], 0, together, row * TreesModel.FEATURES, TreesModel.FEATURES);
        }
        return together;
    }
}
