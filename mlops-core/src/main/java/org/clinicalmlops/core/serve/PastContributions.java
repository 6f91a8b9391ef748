package org.clinicalmlops.core.serve;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;

/**
 * What predictions on record were made of: computed from the inputs that the ledger holds and the model that it holds, and so the same as
 * when they were made. For whoever looks into a case later; silent predictions too, which were shown to nobody. Thread-safe; keeps what it
 * has made of a model.
 */
public final class PastContributions {
    private final Registry registry;
    private final Optional<Explaining> fallback;
    private final Map<String, Of> models = new ConcurrentHashMap<>();

    private record Of(Explaining explaining, Typical typical) {}

    private PastContributions(Registry registry, Optional<Explaining> fallback) {
        this.registry = registry;
        this.fallback = fallback;
    }

    /** @param plan under which the predictions were made: it holds the fallback */
    public static PastContributions of(Registry registry, Pipeline<?, Risk> plan) {
        return new PastContributions(
                registry,
                plan.serving().fallback().map(fallback -> new FallbackScore<>(fallback, plan.features()).explaining));
    }

    /**
     * @param predicted what a {@code PREDICTED} entry says; opened, if rows are sealed
     * @return {@link org.clinicalmlops.api.explain.Unexplained.Reason#FAILED} also where the inputs are not there or are none
     * @throws IllegalArgumentException if the fallback has answered, and the plan has none
     * @throws MlopsException if the ledger does not hold the model, or its text is damaged
     */
    public Explanation of(Facts predicted) {
        Of model = models.computeIfAbsent(predicted.required("model"), this::read);
        if (!predicted.says("mode", PredictionFacts.BY_FALLBACK)) {
            return model.explaining.of(model.typical, predicted);
        }
        return fallback.orElseThrow(() -> new IllegalArgumentException("the plan has no fallback, which has answered"))
                .of(model.typical, predicted);
    }

    private Of read(String digest) {
        Digest model = new Digest(digest);
        ModelArtifact artifact = registry.model(model);
        return new Of(new Explaining(artifact), registry.typical(model));
    }
}
