package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;
import org.clinicalmlops.api.train.TreesForm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle: LightGBM itself, on 10,000 rows of which many miss values and every third has a number at or next to a threshold. Where the
 * library cannot be loaded (it needs libgomp) this is skipped and says so; {@link StoredPredictionsTest} is left then.
 */
class LightgbmNativeTest {
    private static final int ROWS = 10_000;

    @BeforeAll
    static void loads() {
        String failed = "";
        try {
            LGBMBooster.loadNative();
        } catch (Exception | LinkageError e) {
            failed = e.toString();
        }
        assumeTrue(failed.isEmpty(), "LightGBM does not load here, stored predictions only: " + failed);
    }

    /** The leaves are the same: added in the same order they give the library's own bits, which it does not average yet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm-categories.txt",
                "lightgbm-zero.txt",
                "lightgbm-no-missing.txt",
                "lightgbm-forest.txt",
                "lightgbm-entropy.txt"
            })
    void everyRowEndsInTheSameLeaves(String file) throws Exception {
        byte[] bytes = Scored.resource(file);
        Scored scored = Scored.of(LightgbmModel.read(bytes, MadeUpTable.intake()));
        TreesForm form = (TreesForm) scored.model().form();
        double[][] rows = scored.rows(3, ROWS);
        double worst = 0;
        int same = 0;
        try (LGBMBooster booster = LGBMBooster.loadModelFromString(new String(bytes, StandardCharsets.UTF_8))) {
            double[] raw = LibraryModels.lightgbmRisks(booster, rows, PredictionType.C_API_PREDICT_RAW_SCORE);
            double[] risks = LibraryModels.lightgbmRisks(booster, rows, PredictionType.C_API_PREDICT_NORMAL);
            for (int i = 0; i < ROWS; i++) {
                IntToDoubleFunction leaves = scored.leaves(rows[i]);
                double sum = 0;
                for (int t = 0; t < form.trees().size(); t++) {
                    sum += leaves.applyAsDouble(t);
                }
                same += sum == raw[i] ? 1 : 0;
                worst = Math.max(worst, Math.abs(scored.risk(rows[i]) - risks[i]));
            }
        }
        assertThat(same).as(file).isEqualTo(ROWS);
        assertThat(worst).isLessThan(1e-15);
    }
}
