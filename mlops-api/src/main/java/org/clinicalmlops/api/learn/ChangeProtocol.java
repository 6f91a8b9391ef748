package org.clinicalmlops.api.learn;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/** How changes are made: the four components of a modification protocol (FDA, predetermined change control plans, 2025). */
public record ChangeProtocol(
        DataManagement data, Retraining retraining, ChangeEvaluation evaluation, UpdateProcedure update)
        implements Declared {

    /** A component of the protocol. */
    public enum Component {
        DATA_MANAGEMENT,
        RETRAINING,
        EVALUATION,
        UPDATE_PROCEDURE
    }

    public ChangeProtocol {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(retraining, "retraining");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(update, "update");
    }

    public static NeedsRetraining data(DataManagement data) {
        return retraining -> evaluation -> update -> new ChangeProtocol(data, retraining, evaluation, update);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("change-protocol")
                .with("data", data)
                .with("retraining", retraining)
                .with("evaluation", evaluation)
                .with("update", update);
    }

    /** How a candidate comes about. */
    public interface NeedsRetraining {
        NeedsEvaluation retraining(Retraining retraining);
    }

    /** How it is judged. */
    public interface NeedsEvaluation {
        NeedsUpdate evaluation(ChangeEvaluation evaluation);
    }

    /** How it comes into use. */
    public interface NeedsUpdate {
        ChangeProtocol update(UpdateProcedure procedure);
    }
}
