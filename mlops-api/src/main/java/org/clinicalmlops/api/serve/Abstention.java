package org.clinicalmlops.api.serve;

/** Why no prediction was made. */
public enum Abstention {
    /** The deployment or its workspace is closed. */
    CLOSED,
    /** The deployment was stopped, and nobody has started it again. */
    STOPPED,
    /** A function that reads a feature, the patient or the index instant threw or answered null. */
    FEATURE_FAILED,
    /** A feature is infinite. */
    NOT_FINITE,
    /** An input that the model cannot do without is missing. */
    MISSING_INPUT,
    /** The model itself failed. */
    MODEL_FAILED,
    /** The prediction could not be recorded, so it is not shown. */
    NOT_RECORDED
}
