package org.clinicalmlops.core.serve;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;

/**
 * Risks of predictions on record, computed again from the inputs and the model that the ledger holds, years later and in any process, to the
 * same bits. What is recorded as the risk is not looked at, so that whoever compares the two has proven something. Thread-safe; keeps the
 * models that it has read.
 */
public final class PastRisks {
    private final Registry registry;
    private final Optional<ModelArtifact> fallback;
    private final Map<String, ModelArtifact> models = new ConcurrentHashMap<>();

    private PastRisks(Registry registry, Optional<ModelArtifact> fallback) {
        this.registry = registry;
        this.fallback = fallback;
    }

    /** @param plan under which the predictions were made: it holds the fallback */
    public static PastRisks of(Registry registry, Pipeline<?, Risk> plan) {
        return new PastRisks(
                registry,
                plan.serving().fallback().map(score -> new FallbackScore<>(score, plan.features()).artifact()));
    }

    /**
     * What the model has answered, or the fallback.
     *
     * @param predicted what a {@code PREDICTED} entry says; opened, if rows are sealed
     * @throws IllegalArgumentException if an input is not there or is none, or the fallback has answered and the plan has none
     * @throws MlopsException if the ledger does not hold the model, or its text is damaged
     */
    public Risk of(Facts predicted) {
        if (predicted.says("mode", PredictionFacts.BY_FALLBACK)) {
            ModelArtifact score = fallback.orElseThrow(
                    () -> new IllegalArgumentException("the plan has no fallback, which has answered"));
            return again(score, predicted, false);
        }
        return again(model(predicted.required("model")), predicted, false);
    }

    /**
     * What the other version has said of the same row: a newer one on trial, or in a ramp the one that is not the patient's.
     *
     * @return empty if there was none, or it had no answer
     * @throws IllegalArgumentException as {@link #of(Facts)}
     * @throws MlopsException as {@link #of(Facts)}
     */
    public Optional<Risk> beside(Facts predicted) {
        return predicted
                .text("shadow.model")
                .filter(model -> !predicted.says("shadow.risk", "NaN"))
                .map(model -> again(model(model), predicted, true));
    }

    private ModelArtifact model(String digest) {
        return models.computeIfAbsent(digest, hex -> registry.model(new Digest(hex)));
    }

    private static Risk again(ModelArtifact model, Facts predicted, boolean beside) {
        double[] coded = PredictionFacts.coded(predicted, model.schema(), model.levels(), beside);
        return new Risk(model.compiled().risk(coded));
    }
}
