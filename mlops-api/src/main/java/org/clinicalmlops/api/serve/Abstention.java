package org.clinicalmlops.api.serve;

/** Why no prediction was made. Names are stored: they never change. */
public enum Abstention {
    /** The deployment or its workspace is closed. */
    CLOSED,
    /** The deployment was stopped, and nobody has started it again. */
    STOPPED,
    /** A function that reads a feature, the patient or the index instant threw or answered null. */
    FEATURE_FAILED,
    /** A feature is infinite. */
    NOT_FINITE,
    /** The row is not one that the model is meant for: {@link InputRules#scope}. */
    OUT_OF_SCOPE,
    /** A value that no patient has: {@link InputRules#plausible}. */
    IMPLAUSIBLE,
    /** A value is older than it may be, or it is not known how old: {@link InputRules#maxAge}. */
    OUT_OF_DATE,
    /** Too many of the model's inputs are missing: {@link InputRules#missingAtMost}. */
    TOO_MUCH_MISSING,
    /** An input that the model cannot do without is missing. */
    MISSING_INPUT,
    /** The model itself failed. */
    MODEL_FAILED,
    /** The prediction could not be recorded, so it is not shown. */
    NOT_RECORDED
}
