package org.clinicalmlops.ledger;

/** A stored row that is not an entry; the message says which column, never what is in it. */
final class UnreadableRow extends Exception {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    UnreadableRow(long sequence, String reason) {
        super(reason);
        this.sequence = sequence;
    }

    long sequence() {
        return sequence;
    }
}
