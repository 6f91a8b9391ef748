package org.clinicalmlops.monitoring.outcome;

/** What is known of the outcome of a prediction. */
enum Told {
    /** Nothing, or what was told has been taken back. */
    PENDING,
    KNOWN,
    /** It can never be known. */
    CENSORED,
    /** An action because of the prediction has changed it. */
    INTERVENED;

    private static final Told[] ALL = values();

    /** That of an ordinal; for stored states. */
    static Told of(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
