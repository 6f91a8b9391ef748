package org.clinicalmlops.core.retention;

import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.core.fixtures.ForwardingLedger;

/** A ledger before whose appends something happens, as if another process had been faster. */
final class InterposedLedger extends ForwardingLedger {
    private final Consumer<List<Draft>> before;

    InterposedLedger(Ledger ledger, Consumer<List<Draft>> before) {
        super(ledger);
        this.before = before;
    }

    @Override
    protected void appending(List<Draft> drafts) {
        before.accept(drafts);
    }
}
