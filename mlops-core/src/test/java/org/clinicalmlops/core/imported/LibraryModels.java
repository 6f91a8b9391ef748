package org.clinicalmlops.core.imported;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Makes the models of XGBoost and LightGBM and their predictions that are kept among the test's resources. The libraries' versions are
 * those of the POM; {@code xgboost-2.1.4.json} was made by this program with xgboost4j 2.1.4 on the class path in place of the other.
 */
final class LibraryModels {
    static final long TRAINING = 1;
    static final long STORED = 2;
    static final int STORED_ROWS = 1_000;

    static final Map<String, String> XGBOOST = Map.of(
            "xgboost-categories.json", "rounds=20 max_depth=4 max_cat_to_onehot=1 base_score=0.1",
            "xgboost-categories.ubj", "rounds=20 max_depth=4 max_cat_to_onehot=1 base_score=0.1",
            "xgboost-exact.ubj", "rounds=20 max_depth=5 tree_method=exact",
            "xgboost-dart.ubj", "rounds=12 max_depth=3 booster=dart rate_drop=0.3 max_cat_to_onehot=20",
            "xgboost-parallel.ubj", "rounds=4 max_depth=4 num_parallel_tree=4 subsample=0.6 base_score=0.9");

    static final Map<String, String> LIGHTGBM = Map.of(
            "lightgbm-categories.txt", "rounds=20 objective=binary num_leaves=15",
            "lightgbm-zero.txt", "rounds=15 objective=binary sigmoid=1.7 zero_as_missing=true num_leaves=8",
            "lightgbm-no-missing.txt", "rounds=15 objective=binary use_missing=false num_leaves=8",
            "lightgbm-forest.txt",
                    "rounds=10 objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.6 num_leaves=15",
            "lightgbm-entropy.txt", "rounds=10 objective=cross_entropy boosting=dart num_leaves=8");

    private LibraryModels() {}

    /** @param args directory to write to; "xgboost-2.1.4" for that file only */
    public static void main(String[] args) throws Exception {
        Path to = Path.of(args[0]);
        if (args.length > 1) {
            String name = args[1] + ".json";
            keepXgboost(to, name, "rounds=5 max_depth=3 max_cat_to_onehot=1");
            return;
        }
        for (Map.Entry<String, String> entry : XGBOOST.entrySet()) {
            keepXgboost(to, entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, String> entry : LIGHTGBM.entrySet()) {
            String model = lightgbm(entry.getValue());
            Files.writeString(to.resolve(entry.getKey()), model);
            double[][] rows = MadeUpTable.rows(STORED, STORED_ROWS);
            try (LGBMBooster booster = LGBMBooster.loadModelFromString(model)) {
                keep(to, entry.getKey(), lightgbmRisks(booster, rows, PredictionType.C_API_PREDICT_NORMAL));
            }
        }
    }

    private static void keepXgboost(Path to, String name, String settings) throws XGBoostError, IOException {
        Booster booster = xgboost(settings);
        Files.write(to.resolve(name), booster.toByteArray(name.endsWith("json") ? "json" : "ubj"));
        keep(to, name, xgboostRisks(booster, MadeUpTable.rows(STORED, STORED_ROWS), false));
    }

    private static void keep(Path to, String name, double[] risks) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (double risk : risks) {
            lines.append(name.startsWith("xgboost") ? Float.toString((float) risk) : Double.toString(risk))
                    .append('\n');
        }
        Files.writeString(to.resolve(name + ".risks"), lines, StandardCharsets.US_ASCII);
    }

    /** Skips the tests of a class where the library's native code does not load. */
    static void assumeXgboostLoads() {
        String failed = "";
        try {
            XGBoost.loadModel(new ByteArrayInputStream(Scored.resource("xgboost-dart.ubj")));
        } catch (Exception | LinkageError e) {
            failed = e.toString();
        }
        assumeTrue(failed.isEmpty(), "xgboost4j does not load here, stored predictions only: " + failed);
    }

    private static Booster xgboost(String settings) throws XGBoostError {
        double[][] rows = MadeUpTable.rows(TRAINING, 4_000);
        Map<String, Object> parameters = new HashMap<>(
                Map.of("objective", "binary:logistic", "tree_method", "hist", "nthread", 1, "seed", 1, "eta", 0.2));
        int rounds = settings(settings, parameters);
        DMatrix table = matrix(rows, parameters.get("tree_method").equals("hist"));
        table.setLabel(MadeUpTable.outcomes(rows, TRAINING));
        return XGBoost.train(table, parameters, rounds, Map.of(), null, null);
    }

    static DMatrix matrix(double[][] rows, boolean categories) throws XGBoostError {
        DMatrix table = new DMatrix(MadeUpTable.floats(rows), rows.length, MadeUpTable.COLUMNS, Float.NaN);
        table.setFeatureNames(MadeUpTable.NAMES.toArray(String[]::new));
        String ofCategories = categories ? "c" : "q";
        table.setFeatureTypes(new String[] {"q", "q", "q", "q", "q", ofCategories, ofCategories, "q"});
        return table;
    }

    /** @param margin log odds in place of risks */
    static double[] xgboostRisks(Booster booster, double[][] rows, boolean margin) throws XGBoostError {
        boolean categories = List.of(booster.getFeatureTypes()).contains("c");
        float[][] answers = booster.predict(matrix(rows, categories), margin);
        double[] risks = new double[rows.length];
        for (int i = 0; i < risks.length; i++) {
            risks[i] = answers[i][0];
        }
        return risks;
    }

    private static String lightgbm(String settings) throws LGBMException {
        double[][] rows = MadeUpTable.rows(TRAINING, 4_000);
        Map<String, Object> parameters = new HashMap<>(
                Map.of("num_threads", 1, "seed", 1, "deterministic", true, "verbosity", -1, "learning_rate", 0.2));
        parameters.put("categorical_feature", MadeUpTable.WARD + "," + MadeUpTable.SEX);
        parameters.put("max_cat_to_onehot", 2);
        parameters.put("min_data_per_group", 20);
        int rounds = settings(settings, parameters);
        StringBuilder text = new StringBuilder();
        parameters.forEach(
                (name, value) -> text.append(name).append('=').append(value).append(' '));
        try (LGBMDataset table = LGBMDataset.createFromMat(
                MadeUpTable.doubles(rows), rows.length, MadeUpTable.COLUMNS, true, text.toString(), null)) {
            table.setField("label", MadeUpTable.outcomes(rows, TRAINING));
            table.setFeatureNames(MadeUpTable.NAMES.toArray(String[]::new));
            try (LGBMBooster booster = LGBMBooster.create(table, text.toString())) {
                for (int round = 0; round < rounds; round++) {
                    booster.updateOneIter();
                }
                return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT);
            }
        }
    }

    static double[] lightgbmRisks(LGBMBooster booster, double[][] rows, PredictionType type) throws LGBMException {
        return booster.predictForMat(MadeUpTable.doubles(rows), rows.length, MadeUpTable.COLUMNS, true, type);
    }

    private static int settings(String settings, Map<String, Object> into) {
        int rounds = 0;
        for (String setting : settings.split(" ")) {
            String[] pair = setting.split("=");
            if (pair[0].equals("rounds")) {
                rounds = Integer.parseInt(pair[1]);
            } else {
                into.put(pair[0], pair[1]);
            }
        }
        return rounds;
    }
}
