package org.clinicalmlops.api.serve;

import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.validate.SignOff;

/**
 * A model in use. Thread-safe; closed by its workspace. Nothing here throws into the host's clinical code: what cannot be done
 * is an answer, and is counted in {@link #health()}.
 */
public interface Deployment<R, P extends Output> {
    /** Names the deployment in the ledger. */
    String id();

    /** The version that answers now. */
    Digest model();

    /** Whether answers are hidden: a deployment begins silently. */
    boolean silent();

    /** Scores one row, records it and feeds the monitor. */
    Prediction<P> predict(R row);

    /**
     * Says what became of a prediction. What is told differently later is a correction: an entry of its own in the ledger, and told to the
     * monitor; {@link Outcome.Pending} takes back. After an action because of the prediction only that changes anything. What says
     * nothing new, comes before the prediction was made, or is of an unknown prediction is counted and left out. Corrections are taken for
     * half a year after the horizon's end, or for as long as the horizon is if that is longer, of the last 20,000 outcomes.
     *
     * @param predictionId as given with the prediction
     */
    void outcome(String predictionId, Outcome<P> outcome);

    /** What a person signs who ends the silent trial: the deployment and its model. */
    Digest toSign();

    /**
     * Asks to end the silent trial: it passes if it has lasted long enough, its evidence holds, and a person signs who may act in
     * the plan's role. The answer is in the ledger either way.
     */
    TrialDecision endSilentTrial(SignOff signOff);

    Health health();
}
