package org.clinicalmlops.api.ledger;

import org.clinicalmlops.api.Step;

/** What an entry records, and which step of the life cycle it is evidence of. Names are stored: they never change. */
public enum EntryKind {
    /** A plan was run for the first time in this ledger; the body is its canonical text. */
    PLAN_DECLARED(Step.USE_CASE_AND_DATA),
    /** Rows were extracted for a run. */
    COHORT_EXTRACTED(Step.USE_CASE_AND_DATA),
    /** A run ended with an error; nothing of it is in use. */
    RUN_FAILED(Step.USE_CASE_AND_DATA),
    /** From here on nothing in its scope is forgotten. */
    LEGAL_HOLD_PLACED(Step.USE_CASE_AND_DATA),
    /** A legal hold is over. */
    LEGAL_HOLD_LIFTED(Step.USE_CASE_AND_DATA),
    /** A patient's rows are about to become unreadable: it is decided, and cannot be stopped any more. */
    FORGETTING_STARTED(Step.USE_CASE_AND_DATA),
    /** A patient's keys are destroyed, so that nobody can read what was sealed under them. */
    PATIENT_FORGOTTEN(Step.USE_CASE_AND_DATA),
    /** Rows were split and feature steps fitted. */
    FEATURES_PREPARED(Step.FEATURES),
    /** A model was fitted or entered; the body is the artifact. */
    MODEL_TRAINED(Step.TRAINING),
    /** The reference that monitoring compares with; the body is the baseline. */
    BASELINE_PROFILED(Step.TRAINING),
    /** A candidate was evaluated; the body is the evaluation. */
    MODEL_EVALUATED(Step.EVALUATION),
    /** The gates have spoken. */
    GATES_DECIDED(Step.VALIDATION),
    /** A person has signed. */
    SIGNED_OFF(Step.VALIDATION),
    /** A signature was not accepted. */
    SIGN_OFF_REFUSED(Step.VALIDATION),
    /** All gates are passed. */
    MODEL_APPROVED(Step.VALIDATION),
    /** At least one gate was not passed. */
    MODEL_REJECTED(Step.VALIDATION),
    /** A model answers silently from here on. */
    SILENT_TRIAL_STARTED(Step.VALIDATION),
    /** A newer version runs no longer beside the one in use, and never answered. */
    SILENT_TRIAL_WITHDRAWN(Step.VALIDATION),
    /** The silent trial was asked to end: passed or not yet. */
    SILENT_TRIAL_JUDGED(Step.VALIDATION),
    /** A model answers for real from here on. */
    WENT_LIVE(Step.SERVING),
    /** A newer version answers for a share of the patients from here on. */
    RAMP_STARTED(Step.SERVING),
    /** A newer version answers for a larger share of the patients from here on. */
    RAMP_WIDENED(Step.SERVING),
    /** A newer version that answered for a share of the patients answers for nobody any more. */
    RAMP_WITHDRAWN(Step.SERVING),
    /** A stored model was bound to the host's features. */
    MODEL_BOUND(Step.SERVING),
    /** One prediction; a row of a block, or an entry of its own. */
    PREDICTED(Step.SERVING),
    /** A prediction was asked for and not made; a row of a block, or an entry of its own. */
    ABSTAINED(Step.SERVING),
    /** Predictions, and those that were not made, which were stored in one transaction; the body is a {@link PredictionBlock}. */
    PREDICTIONS_RECORDED(Step.SERVING),
    /** A deployment answers no more. */
    DEPLOYMENT_CLOSED(Step.SERVING),
    /** A deployment goes on after its workspace was closed, or had ended without being closed. */
    DEPLOYMENT_RESUMED(Step.SERVING),
    /** A deployment gives no answers until it is started again. */
    DEPLOYMENT_STOPPED(Step.SERVING),
    /** A deployment that was stopped answers again. */
    DEPLOYMENT_STARTED_AGAIN(Step.SERVING),
    /** The change plan gave leave to use a version at a further site; its silent trial there begins next. */
    SITE_ADDED(Step.SERVING),
    /** A version may be used nowhere any more. */
    MODEL_RETIRED(Step.SERVING),
    /** A version left the ledger with its evidence, as a signed file. */
    MODEL_EXPORTED(Step.SERVING),
    /** A version came from the signed file of another ledger; the body is the artifact. */
    MODEL_IMPORTED(Step.TRAINING),
    /** A change of what is in use, or an export, was asked for and not made. */
    CHANGE_REFUSED(Step.SERVING),
    /** A clinician has said what was made of a prediction. */
    FEEDBACK_RECORDED(Step.SERVING),
    /** An outcome arrived for a prediction. */
    OUTCOME_RECORDED(Step.MONITORING),
    /** A monitoring window was closed and compared. */
    WINDOW_CLOSED(Step.MONITORING),
    /** A finding asks for attention. */
    ALERT_OPENED(Step.MONITORING),
    /** A person has looked into an alert: it stays open, and blocks nothing any more. */
    ALERT_ACKNOWLEDGED(Step.MONITORING),
    /** An alert was over, and its finding is there again a short time after. */
    ALERT_REOPENED(Step.MONITORING),
    /** More was found of the cause of an open alert, or it has become graver. */
    ALERT_GREW(Step.MONITORING),
    /** Nobody has taken on a grave alert in time. */
    ALERT_ESCALATED(Step.MONITORING),
    /** A finding did not show again. */
    ALERT_RESOLVED(Step.MONITORING),
    /** What a monitor has gathered so far; the body is its state. */
    MONITOR_SAVED(Step.MONITORING),
    /** The end of the chain was signed, and the signed line handed to a keeper outside; the body is that line. */
    CHECKPOINT_SIGNED(Step.MONITORING),
    /** Monitoring evidence led to a proposal. */
    UPDATE_PROPOSED(Step.CONTINUAL_LEARNING),
    /** A plan runs again because of a proposal. */
    RETRAINING_STARTED(Step.CONTINUAL_LEARNING),
    /** A run of the learning loop began. */
    UPDATE_STARTED(Step.CONTINUAL_LEARNING),
    /** A step of such a run is done, and is never done again. */
    UPDATE_STEP_DONE(Step.CONTINUAL_LEARNING),
    /** Such a run is over. */
    UPDATE_ENDED(Step.CONTINUAL_LEARNING),
    /** A new version has replaced the one in use. */
    MODEL_PROMOTED(Step.CONTINUAL_LEARNING),
    /** An earlier version answers again in the place of the one in use. */
    MODEL_ROLLED_BACK(Step.CONTINUAL_LEARNING);

    private final Step step;

    EntryKind(Step step) {
        this.step = step;
    }

    /** The step that an entry of this kind is evidence of. */
    public Step step() {
        return step;
    }
}
