package org.clinicalmlops.api.serve;

import java.util.Optional;
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

    /** Where it is used, as it was named when it was deployed; its id where nobody named a place. */
    String site();

    /** The version that answers now, or would if it were not stopped; with a {@link #challenger}, for those patients who are not its. */
    Digest model();

    /** The newer version that answers for a share of the patients; empty if {@link #model} answers for all. */
    Optional<Challenger> challenger();

    /** Whether answers are hidden: a deployment begins silently. */
    boolean silent();

    /** Whether it gives no answers until it is started again. */
    boolean stopped();

    /**
     * Scores one row. The prediction is on its way into the ledger when the answer is given; the monitor is told of it right after, and at
     * the latest when somebody looks at it. A row that cannot be scored is {@link Prediction.Abstained} with the reason: also a null row, a
     * function of the host that throws, a missing value that the model cannot do without, an infinite one.
     *
     * <p>Any thread; waits for no lock, disk or network. Costs the host's own functions, the model and one or two microseconds, and leaves
     * the caller about 200 bytes and its id on the heap; a version beside the one that answers costs its model and row again.
     *
     * @return never null; {@link Prediction.Silent} during a silent trial
     */
    Prediction<P> predict(R row);

    /**
     * As {@link #predict}, for a caller who must know that the prediction is on record before it is acted on: the receipt completes after
     * the sync of the ledger's database. The prediction does not wait for it.
     */
    Receipted<P> predictWithReceipt(R row);

    /**
     * As {@link #predict}, with the exact contributions of the features to the answer, computed after it is recorded. They are not recorded:
     * from the inputs that are, they can be computed again. Costs up to one visit of every node of the model's trees; what could not be
     * computed leaves the prediction as it is.
     */
    Explained<P> predictWithContributions(R row);

    /**
     * Says what became of a prediction. What is told differently later is a correction: an entry of its own in the ledger, and told to the
     * monitor; {@link Outcome.Pending} takes back. After an action because of the prediction only that changes anything. What says
     * nothing new, comes before the prediction was made, or is of an unknown prediction is counted and left out. Corrections are taken for
     * half a year after the horizon's end, or for as long as the horizon is if that is longer, of the last 20,000 outcomes.
     *
     * @param predictionId as given with the prediction
     */
    void outcome(String predictionId, Outcome<P> outcome);

    /**
     * Says what a clinician made of a prediction: stored beside it, and counted by the monitor. What is told differently later is a correction: an
     * entry of its own; the monitor has counted the first. What says nothing new, or is of a prediction that is not known any more, is
     * counted and left out.
     *
     * @param predictionId as given with the prediction
     */
    void feedback(String predictionId, Feedback feedback);

    /** What a person signs who ends the silent trial: the deployment, its model, and the newest change so far. */
    Digest toSign();

    /**
     * What a person signs who asks for a change: the deployment, the change, the version, and the newest change so far. So a signature is
     * good for one thing, once.
     *
     * @param model the version to go back to, that in use to take all patients back from a challenger; to widen, the challenger; for other
     *     changes the version in use
     */
    Digest toSign(Change change, Digest model);

    /**
     * Asks to end the silent trial: it passes if it has lasted long enough, its evidence holds, and a person signs who may act in
     * the plan's role. A newer version then answers in the place of the one in use: for all patients, or, if the plan has a {@link Ramp},
     * for the share of its first step. The answer is in the ledger either way.
     *
     * @throws org.clinicalmlops.api.ledger.LedgerConflict if another workspace has changed what answers here meanwhile: nothing is changed,
     *     and the deployment now answers as the ledger says
     * @throws org.clinicalmlops.api.MlopsException if the ledger could not be written
     */
    TrialDecision endSilentTrial(SignOff signOff);

    /**
     * Asks that the challenger answers for more patients: for the share of the ramp's next step, or after the last for all, which promotes it. It
     * is refused before the step's least duration is over, while the deployment is stopped, and while the challenger's monitor has an alert
     * open that is grave, or of middle weight and acknowledged by nobody. The answer is in the ledger either way.
     *
     * @param signOff under {@link #toSign(Change, Digest)} of {@link Change#WIDEN} and the challenger, in the role that the ramp names
     * @throws org.clinicalmlops.api.ledger.LedgerConflict as {@link #endSilentTrial}
     * @throws org.clinicalmlops.api.MlopsException if the ledger could not be written
     */
    ChangeDecision widen(SignOff signOff);

    Health health();
}
