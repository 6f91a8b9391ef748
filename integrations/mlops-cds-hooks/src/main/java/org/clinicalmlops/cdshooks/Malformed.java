package org.clinicalmlops.cdshooks;

/** Ends the reading of a request. Never leaves this package. Its message names field and rule, and of the value only what it was like. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;
    final String field;

    Malformed(int status, String field, String message) {
        super(message, null, false, false);
        this.status = status;
        this.field = field;
    }

    static Malformed field(String field, String rule, String seen) {
        return new Malformed(400, field, field + " must be " + rule + ", was " + seen);
    }
}
