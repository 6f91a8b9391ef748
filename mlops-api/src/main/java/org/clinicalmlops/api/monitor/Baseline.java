package org.clinicalmlops.api.monitor;

import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;

/**
 * What monitoring compares with: the distribution of each feature in training, and the discrimination that the evaluation found.
 * Aggregates only. Immutable.
 *
 * @param schema features in the order in which they are observed
 * @param levels codes of categories
 * @param features one profile for each feature, in the order of the schema
 * @param auroc discrimination on the evaluation cases; its interval bounded
 */
public record Baseline(Schema schema, Levels levels, List<FeatureProfile> features, Estimate auroc)
        implements Declared {
    public Baseline {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(levels, "levels");
        Objects.requireNonNull(auroc, "auroc");
        features = List.copyOf(features);
        if (features.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "a profile is needed for each of " + schema.size() + " features, there were " + features.size());
        }
        auroc.match(
                known -> {
                    if (Double.isInfinite(known.interval().lower())
                            || Double.isInfinite(known.interval().upper())) {
                        throw new IllegalArgumentException(
                                "the interval of auroc must be bounded, was " + known.interval());
                    }
                },
                few -> {},
                undefined -> {});
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("baseline")
                .with("format", 1)
                .with("schema", schema)
                .with("levels", levels)
                .with("features", features);
        return auroc.<Declaration>fold(
                known -> declaration.with(
                        "auroc",
                        Declaration.of("known")
                                .with("value", known.value())
                                .with("lower", known.interval().lower())
                                .with("upper", known.interval().upper())
                                .with("level", known.interval().level())
                                .with("n", known.n())),
                few -> declaration.with(
                        "auroc", Declaration.of("too-few").with("n", few.n()).with("needed", few.needed())),
                undefined ->
                        declaration.with("auroc", Declaration.of("undefined").with("reason", undefined.reason())));
    }
}
