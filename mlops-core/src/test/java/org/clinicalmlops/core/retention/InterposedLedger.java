package org.clinicalmlops.core.retention;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;

/** A ledger before whose appends something happens, as if another process had been faster. */
record InterposedLedger(Ledger ledger, Consumer<List<Draft>> before) implements Ledger {
    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        before.accept(drafts);
        return ledger.appendAll(drafts);
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        before.accept(drafts);
        return ledger.appendIfNone(kinds, seen, drafts);
    }

    @Override
    public void read(Set<EntryKind> kinds, Consumer<? super Entry> entries) {
        ledger.read(kinds, entries);
    }

    @Override
    public Optional<Entry> entry(long sequence) {
        return ledger.entry(sequence);
    }

    @Override
    public Optional<Entry> last() {
        return ledger.last();
    }

    @Override
    public Verification verify() {
        return ledger.verify();
    }
}
