package org.clinicalmlops.api.validate;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.usecase.Role;

/**
 * An acceptance criterion. Reads the estimates that an evaluation already holds, so that it needs no metric implementation.
 * Stateless.
 */
public interface Gate<P extends Output> extends Declared {
    /** For a reader, with its thresholds: {@code "lower bound of auroc >= 0.75"}. */
    String id();

    /** Ids of the metrics that it reads: a plan that does not evaluate them cannot be built. */
    default List<String> metrics() {
        return List.of();
    }

    /** Names of the subgroups that it reads: a plan that does not evaluate them cannot be built. */
    default List<String> subgroups() {
        return List.of();
    }

    /** Who has to sign, for a gate that asks for a signature. */
    default Optional<Role> role() {
        return Optional.empty();
    }

    GateDecision judge(Evaluation evaluation);
}
