package org.clinicalmlops.core.serve;

import java.util.concurrent.atomic.AtomicReference;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.explain.Explainer;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;

/**
 * Explains answers of one model from what is recorded of them, so that the same can be computed from the ledger later. What it needs is made
 * when it is first asked: a host that never asks pays nothing; two threads that ask first may both make it. Thread-safe, without a lock;
 * throws nothing.
 */
final class Explaining {
    private final ModelArtifact artifact;
    private final AtomicReference<Made> made = new AtomicReference<>();

    private record Made(Typical of, Explainer explainer) {}

    Explaining(ModelArtifact artifact) {
        this.artifact = artifact;
    }

    /**
     * @param training what is typical of the training rows
     * @param inputs as {@link PredictionFacts} has kept them, among other facts
     */
    Explanation of(Typical training, Facts inputs) {
        try {
            double[] coded = PredictionFacts.coded(inputs, artifact.schema(), artifact.levels(), false);
            return explainer(training).explain(coded);
        } catch (RuntimeException | StackOverflowError e) { // a host's thread may have little room left
            return new Unexplained(Unexplained.Reason.FAILED);
        }
    }

    private Explainer explainer(Typical training) {
        Made kept = made.get();
        if (kept == null || kept.of != training) {
            kept = new Made(training, Explainer.of(artifact, training));
            made.set(kept);
        }
        return kept.explainer;
    }
}
