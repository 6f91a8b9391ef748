package org.clinicalmlops.core.learn.loop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.core.internal.ConditionalAppend;

/**
 * A ledger into which nothing is appended once somebody else has appended what concerns the same update: then {@link LedgerConflict} is
 * thrown, and whoever gets it must read again. What others append of other updates is passed over. Not thread-safe.
 */
final class ConditionalLedger implements Ledger {
    private final Ledger ledger;
    private final Set<EntryKind> kinds;
    private final Predicate<Entry> concerns;
    private long seen;

    /** Everything that is in the ledger now counts as seen: make it before reading. */
    ConditionalLedger(Ledger ledger, Set<EntryKind> kinds, Predicate<Entry> concerns) {
        this.ledger = ledger;
        this.kinds = kinds;
        this.concerns = concerns;
        this.seen = ledger.last().map(Entry::sequence).orElse(0L);
    }

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        List<Entry> appended = ConditionalAppend.append(ledger, ledger::appendIfNone, kinds, seen, concerns, drafts);
        seen = appended.isEmpty() ? seen : appended.get(appended.size() - 1).sequence();
        return appended;
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> others, long after, List<Draft> drafts) {
        return ledger.appendIfNone(others, after, drafts);
    }

    @Override
    public void read(Set<EntryKind> wanted, Consumer<? super Entry> entries) {
        ledger.read(wanted, entries);
    }

    @Override
    public void read(EntryFilter filter, Consumer<? super Entry> entries) {
        ledger.read(filter, entries);
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
