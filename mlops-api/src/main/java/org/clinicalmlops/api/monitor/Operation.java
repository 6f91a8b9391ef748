package org.clinicalmlops.api.monitor;

/** What a host tells of the work around predictions, one at a time. */
public enum Operation {
    /** A patient for whom a prediction should have been made; with it, the monitor sees who was eligible and not scored. */
    ELIGIBLE,
    /** The model was asked and gave no answer. */
    ABSTAINED,
    /** Somebody was shown a prediction that asks for action. */
    ALERTED,
    /** The prediction was followed. */
    ACCEPTED,
    /** Somebody decided otherwise, and said so. */
    OVERRIDDEN,
    /** Inputs could not be fetched. */
    RETRIEVAL_FAILED
}
