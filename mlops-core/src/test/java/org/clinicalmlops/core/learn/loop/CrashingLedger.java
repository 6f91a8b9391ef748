package org.clinicalmlops.core.learn.loop;

import org.clinicalmlops.api.ledger.Ledger;

/** Kills whoever makes the n-th append, just before or just after it is stored. */
final class CrashingLedger extends Forwarding {
    private final boolean after;
    private int left;

    /** What a killed process does: nothing more. An error, so that no code of ours takes it for a failure and goes on. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    CrashingLedger(Ledger ledger, int atAppend, boolean after) {
        super(ledger);
        this.left = atAppend;
        this.after = after;
    }

    @Override
    void appending() {
        left--;
        if (left == 0 && !after) {
            throw new Killed();
        }
    }

    @Override
    void appended() {
        if (left == 0) {
            throw new Killed();
        }
    }
}
