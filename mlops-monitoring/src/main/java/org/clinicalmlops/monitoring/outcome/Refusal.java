package org.clinicalmlops.monitoring.outcome;

/** Why an outcome was not taken. The order is that of stored states: new reasons come last. */
public enum Refusal {
    /** No id or no outcome. */
    MISSING,
    /** No such prediction, or one that was forgotten. */
    UNKNOWN_PREDICTION,
    /** Neither the event nor its absence. */
    NOT_BINARY,
    /** Known, or acted upon, more than a day before the prediction was made; some hosts know the day only. */
    BEFORE_PREDICTION,
    /** Dated after the review that found it; counted then, and used once its date has come. */
    FROM_THE_FUTURE;

    private static final Refusal[] ALL = values();

    static int count() {
        return ALL.length;
    }
}
