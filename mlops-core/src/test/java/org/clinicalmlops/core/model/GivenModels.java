package org.clinicalmlops.core.model;

import java.util.List;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.fixtures.Plans;

/** A model that was made elsewhere. */
final class GivenModels {
    private GivenModels() {}

    static ModelArtifact lactateScore() {
        var score = PointsTable.of("score").atLeast("lactate", "mmol/L", 2, 1).risks(0.1, 0.4);
        Levels levels = Levels.of(List.of(List.of()));
        Schema schema = new Schema(List.of(new FeatureSpec("lactate", FeatureSpec.Kind.NUMERIC_OR_NULL, "mmol/L", 1)));
        return ModelArtifact.of(
                Plans.features(), schema, levels, Preparation.asGiven(score, levels), score.form(), Recalibration.NONE);
    }
}
