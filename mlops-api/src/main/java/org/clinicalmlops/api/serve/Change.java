package org.clinicalmlops.api.serve;

/** What may be done about versions and deployments, each a right of its own. Names are stored: they never change. */
public enum Change {
    /** A version that ran silently answers: by the role that ends the trial, or that promotes, or by leave of the change plan. */
    PROMOTE,
    /** A newer version that answers for a share of the patients answers for more, or for all: by the role that the {@link Ramp} names. */
    WIDEN,
    /** A version that answered earlier answers again; of a newer version that answers for a share of the patients, all are taken back. */
    ROLL_BACK,
    /** A deployment answers no more, until it is started again. */
    STOP,
    /** A deployment that was stopped answers again. */
    START_AGAIN,
    /** A version may be used nowhere any more. */
    RETIRE,
    /** A version leaves the ledger as a signed file, with its evidence. */
    EXPORT,
    /** A version from such a file enters the ledger. */
    IMPORT
}
