package org.clinicalmlops.core.learn.loop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;

/** A ledger around another, that does something before and after each append. */
abstract class Forwarding implements Ledger {
    private final Ledger ledger;

    Forwarding(Ledger ledger) {
        this.ledger = ledger;
    }

    void appending() {}

    void appended() {}

    private List<Entry> around(Supplier<List<Entry>> append) {
        appending();
        List<Entry> entries = append.get();
        appended();
        return entries;
    }

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        return around(() -> ledger.appendAll(drafts));
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        return around(() -> ledger.appendIfNone(kinds, seen, drafts));
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
