package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Output;

/**
 * A fitted model that no gate has judged yet, with where it comes from.
 *
 * @param artifact the model
 * @param plan digest of the plan that made it
 * @param data digest of the rows that the run extracted
 * @param trainer the trainer that was chosen, or the name of the given model
 * @param scores what cross-validation found, in the order of the plan; empty for a given model
 */
public record Candidate<R, P extends Output>(
        Artifact<P> artifact, Digest plan, Digest data, String trainer, List<Score> scores) {
    public Candidate {
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(trainer, "trainer");
        scores = List.copyOf(scores);
    }

    /**
     * What cross-validation found of one trainer.
     *
     * @param trainer its id
     * @param outOfFold the selection metric on out-of-fold predictions
     */
    public record Score(String trainer, Estimate outOfFold) {}
}
