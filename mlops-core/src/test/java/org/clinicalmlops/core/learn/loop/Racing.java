package org.clinicalmlops.core.learn.loop;

import org.clinicalmlops.api.ledger.Ledger;

/** Somebody else does something just before the first append. */
final class Racing extends Forwarding {
    private final Runnable other;
    private boolean done;

    Racing(Ledger ledger, Runnable other) {
        super(ledger);
        this.other = other;
    }

    @Override
    void appending() {
        if (!done) {
            done = true;
            other.run();
        }
    }
}
