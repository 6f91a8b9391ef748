package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.core.explain.Explainer;
import org.clinicalmlops.core.model.ModelArtifact;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Oracle: the contributions of xgboost4j. The library weighs ways by its training rows and has no reference row, so that its numbers are
 * others than ours. But in trees of one split each a feature's part depends on no other feature, and then all ways to share out differ in
 * where they begin only: what it says of a row less what it says of the reference row must be what we say. Skipped where the library cannot
 * be loaded.
 */
class XgboostContributionsTest {
    private static final int ROWS = 2_000;

    @BeforeAll
    static void loads() {
        LibraryModels.assumeXgboostLoads();
    }

    @Test
    void inTreesOfOneSplitTheyAreThoseOfTheLibrary() throws Exception {
        Booster booster = stumps();
        Scored scored = Scored.of(XgboostModel.read(booster.toByteArray("json"), MadeUpTable.intake()));
        ModelArtifact model = scored.artifact();
        double[][] rows = scored.rows(5, ROWS);
        double[] reference = rows[0];
        Explainer explainer = Explainer.against(model, scored.coded(reference));
        float[][] theirs = booster.predictContrib(LibraryModels.matrix(rows, true), 0);
        double largest = 0;
        for (int i = 0; i < ROWS; i++) {
            Contributions ours = explainer.explain(scored.coded(rows[i])).fold(c -> c, unexplained -> {
                throw new AssertionError(unexplained.reason());
            });
            for (Contribution contribution : ours.bySize()) {
                int column = MadeUpTable.NAMES.indexOf(contribution.feature());
                assertThat(contribution.amount())
                        .as("row " + i + ", " + contribution.feature())
                        .isCloseTo(theirs[i][column] - theirs[0][column], within(2e-5)); // the library adds floats
                largest = Math.max(largest, contribution.size());
            }
        }
        assertThat(largest).as("what was compared").isGreaterThan(0.5);
    }

    private static Booster stumps() throws XGBoostError {
        double[][] rows = MadeUpTable.rows(LibraryModels.TRAINING, 4_000);
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "objective",
                "binary:logistic",
                "tree_method",
                "hist",
                "nthread",
                1,
                "seed",
                1,
                "eta",
                0.3,
                "max_depth",
                1,
                "max_cat_to_onehot",
                1));
        DMatrix table = LibraryModels.matrix(rows, true);
        table.setLabel(MadeUpTable.outcomes(rows, LibraryModels.TRAINING));
        return XGBoost.train(table, parameters, 60, Map.of(), null, null);
    }
}
