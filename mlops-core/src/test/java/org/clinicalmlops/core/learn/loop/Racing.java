package org.clinicalmlops.core.learn.loop;

import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.core.fixtures.ForwardingLedger;

/** Somebody else does something just before the first append. */
final class Racing extends ForwardingLedger {
    private final Runnable other;
    private boolean done;

    Racing(Ledger ledger, Runnable other) {
        super(ledger);
        this.other = other;
    }

    @Override
    protected void appending(List<Draft> drafts) {
        if (!done) {
            done = true;
            other.run();
        }
    }
}
