package org.clinicalmlops.api.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;

/** A ledger in a list, whose disk can be full and whose rows can be tampered with. For one thread. */
public final class MemoryLedger implements Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    /** From now on only this many entries can be stored. */
    public void fullAfter(int more) {
        room = more;
    }

    /** Puts another entry in the place of one that is there. */
    public void tamper(int position, Entry entry) {
        entries.set(position, entry);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<EntryKind> kinds() {
        return entries.stream().map(Entry::kind).toList();
    }

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        if (drafts.size() > room) {
            throw new MlopsException("the disk is full");
        }
        room -= drafts.size();
        List<Entry> appended = new ArrayList<>();
        for (Draft draft : drafts) {
            Chain chain = last().map(Chain::endingWith).orElse(Chain.EMPTY);
            Entry entry = chain.next(draft);
            entries.add(entry);
            appended.add(entry);
        }
        return appended;
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        entries.stream()
                .filter(e -> e.sequence() > seen && (kinds.isEmpty() || kinds.contains(e.kind())))
                .findFirst()
                .ifPresent(e -> {
                    throw new LedgerConflict(e.sequence(), e.kind());
                });
        return appendAll(drafts);
    }

    @Override
    public void read(Set<EntryKind> kinds, Consumer<? super Entry> consumer) {
        entries.stream()
                .filter(e -> kinds.isEmpty() || kinds.contains(e.kind()))
                .forEach(consumer);
    }

    @Override
    public Optional<Entry> entry(long sequence) {
        return entries.stream().filter(e -> e.sequence() == sequence).findFirst();
    }

    @Override
    public Optional<Entry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    @Override
    public Verification verify() {
        Chain chain = Chain.EMPTY;
        for (Entry entry : entries) {
            Optional<Verification.Broken> fault = chain.fault(entry);
            if (fault.isPresent()) {
                return fault.get();
            }
            chain = Chain.endingWith(entry);
        }
        return new Verification.Intact(chain.entries(), chain.last());
    }
}
