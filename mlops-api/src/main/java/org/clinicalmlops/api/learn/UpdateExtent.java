package org.clinicalmlops.api.learn;

/** How much of a model an update estimates anew, the least first: each extent contains those before it. */
public enum UpdateExtent {
    /** Nothing: the model stays as it is. */
    NONE,
    /** The level of the risks: a new intercept, the slope of the log odds stays 1 (recalibration in the large). */
    INTERCEPT,
    /** Level and spread of the risks: a new intercept and slope of the log odds (logistic recalibration). The ranking stays. */
    LOGISTIC,
    /** Everything that training estimates. */
    REFIT
}
