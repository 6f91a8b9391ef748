package org.clinicalmlops.core.registry;

/** How far a version is, in the ledger or in one deployment. Each follows from entries alone. */
public enum VersionStage {
    /** It was fitted, or came from another ledger; its gates have not let it pass, and nobody has said no. Used nowhere. */
    TRAINED,
    /** The newest decision on it is {@code MODEL_REJECTED}. Used nowhere. */
    REJECTED,
    /** The newest decision on it is {@code MODEL_APPROVED}. Used nowhere. */
    APPROVED,
    /** It runs unseen in a deployment: as its first version, or beside the one in use. */
    SILENT,
    /** Its trial beside the version in use was ended without a promotion. */
    WITHDRAWN,
    /** It answers for a share of the patients, beside the version in use. */
    RAMPING,
    /** It answers: for all patients, or for those who are not a challenger's. */
    LIVE,
    /** It would answer, and its deployment is stopped. */
    STOPPED,
    /** It answered, and a newer one was promoted in its place. */
    REPLACED,
    /** It answered, for all patients or a share of them, and had to give way to an earlier one. */
    ROLLED_BACK,
    /** It was in one of the stages from {@link #SILENT} to {@link #STOPPED}, and its deployment was closed. */
    CLOSED,
    /** It may be used nowhere any more. */
    RETIRED
}
