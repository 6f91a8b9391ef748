package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.jspecify.annotations.Nullable;

/** The plan's fallback, made ready for the host's features. Immutable, thread-safe. */
final class FallbackScore<R> {
    private final Fallback<Risk> fallback;
    private final BoundModel<R> model;
    private final PredictionFacts facts;
    private final AsOfTimes<R> times;
    final Explaining explaining;

    FallbackScore(Fallback<Risk> fallback, FeatureSet<R> features) {
        this.fallback = fallback;
        ModelArtifact artifact =
                ModelArtifact.given(fallback.score(), features, features.schema(), feature -> List.of());
        this.model = artifact.bind(features).fold(bound -> (BoundModel<R>) bound.scorer(), refused -> {
            throw new IllegalArgumentException("the fallback '" + name() + "' does not fit: " + refused.differences());
        });
        this.facts = new PredictionFacts(artifact.schema(), artifact.levels());
        this.times = AsOfTimes.of(features, artifact.schema());
        this.explaining = new Explaining(artifact);
    }

    String name() {
        return fallback.score().name();
    }

    /** The score as a model of the host's features. */
    ModelArtifact artifact() {
        return model.artifact();
    }

    boolean answers(Abstention reason) {
        return fallback.on().contains(reason);
    }

    /** What it says of a row, and what it has seen. */
    record Scored(double risk, Facts inputs) {}

    /**
     * Scores a row.
     *
     * @return empty where it is not defined either
     * @throws RuntimeException whatever the host's functions throw
     */
    Optional<Scored> score(R row) {
        double[] coded = model.newCoded();
        model.read(row, coded);
        if (!Version.finite(coded)) {
            return Optional.empty();
        }
        double risk = model.artifact().compiled().risk(coded);
        if (!Version.isRisk(risk)) {
            return Optional.empty();
        }
        @Nullable Instant[] taken = times.newTaken();
        times.read(row, taken);
        return Optional.of(new Scored(risk, facts.inputs(coded).and(times.facts(taken))));
    }
}
