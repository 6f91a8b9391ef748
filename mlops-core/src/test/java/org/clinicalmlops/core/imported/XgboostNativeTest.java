package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.function.IntToDoubleFunction;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.clinicalmlops.api.train.TreesForm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle: xgboost4j itself, on 10,000 rows of which many miss values and every third has a number at or next to a threshold. Where the
 * library cannot be loaded (it needs libgomp) this is skipped and says so; {@link StoredPredictionsTest} is left then.
 */
class XgboostNativeTest {
    private static final int ROWS = 10_000;

    @BeforeAll
    static void loads() {
        LibraryModels.assumeXgboostLoads();
    }

    /** The leaves are the same: added in floats and in the same order they give the library's own bits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xgboost-categories.json",
                "xgboost-categories.ubj",
                "xgboost-exact.ubj",
                "xgboost-dart.ubj",
                "xgboost-parallel.ubj",
                "xgboost-2.1.4.json"
            })
    void everyRowEndsInTheSameLeaves(String file) throws Exception {
        Scored scored = Scored.of(XgboostModel.read(Scored.resource(file), StoredPredictionsTest.intake(file)));
        TreesForm form = (TreesForm) scored.model().form();
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(Scored.resource(file)));
        double[][] rows = scored.rows(3, ROWS);
        double[] margins = LibraryModels.xgboostRisks(booster, rows, true);
        double[] risks = LibraryModels.xgboostRisks(booster, rows, false);
        double worst = 0;
        int same = 0;
        for (int i = 0; i < ROWS; i++) {
            IntToDoubleFunction leaves = scored.leaves(rows[i]);
            float margin = (float) form.base();
            for (int t = 0; t < form.trees().size(); t++) {
                margin += (float) form.trees().get(t).weight() * (float) leaves.applyAsDouble(t);
            }
            same += margin == (float) margins[i] ? 1 : 0;
            worst = Math.max(worst, Math.abs(scored.risk(rows[i]) - risks[i]));
        }
        assertThat(same).as(file).isEqualTo(ROWS);
        assertThat(worst).isLessThan(4e-7);
    }
}
