package org.clinicalmlops.testkit.ledger;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;

/**
 * A hash-chained ledger in memory, for tests: the same chain as a stored one, and gone with the JVM, so nothing in it is durable.
 * Thread-safe. A reader sees the entries that were there when it began to read.
 */
public final class MemoryLedger implements Ledger {
    private final Object lock = new Object();
    private final List<Entry> entries = new ArrayList<>();
    private Chain chain = Chain.EMPTY;

    /** An empty ledger. */
    public MemoryLedger() {}

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        return appendIfNone(Set.of(), Long.MAX_VALUE, drafts);
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        List<Draft> all = List.copyOf(drafts);
        Set<EntryKind> unwanted = kinds.isEmpty() ? EnumSet.allOf(EntryKind.class) : EnumSet.copyOf(kinds);
        synchronized (lock) {
            if (all.isEmpty()) {
                return List.of();
            }
            entries.stream()
                    .skip(Math.min(Math.max(seen, 0), entries.size()))
                    .filter(entry -> unwanted.contains(entry.kind()))
                    .findFirst()
                    .ifPresent(entry -> {
                        throw new LedgerConflict(entry.sequence(), entry.kind());
                    });
            List<Entry> added = new ArrayList<>(all.size());
            Chain end = chain;
            for (Draft draft : all) {
                Entry entry = end.next(draft);
                added.add(entry);
                end = Chain.endingWith(entry);
            }
            entries.addAll(added);
            chain = end;
            return List.copyOf(added);
        }
    }

    @Override
    public void read(Set<EntryKind> kinds, Consumer<? super Entry> reader) {
        Set<EntryKind> wanted = kinds.isEmpty() ? EnumSet.allOf(EntryKind.class) : EnumSet.copyOf(kinds);
        Objects.requireNonNull(reader, "reader");
        long end = chain().entries();
        for (long sequence = 1; sequence <= end; sequence++) {
            Entry entry = entry(sequence).orElseThrow();
            if (wanted.contains(entry.kind())) {
                reader.accept(entry);
            }
        }
    }

    @Override
    public Optional<Entry> entry(long sequence) {
        synchronized (lock) {
            return sequence >= 1 && sequence <= entries.size()
                    ? Optional.of(entries.get(Math.toIntExact(sequence - 1)))
                    : Optional.empty();
        }
    }

    @Override
    public Optional<Entry> last() {
        return entry(chain().entries());
    }

    @Override
    public Verification verify() {
        Chain end = chain();
        Chain seen = Chain.EMPTY;
        while (seen.entries() < end.entries()) {
            Entry entry = entry(seen.entries() + 1).orElseThrow();
            Optional<Verification.Broken> fault = seen.fault(entry);
            if (fault.isPresent()) {
                return fault.get();
            }
            seen = Chain.endingWith(entry);
        }
        return new Verification.Intact(seen.entries(), seen.last());
    }

    private Chain chain() {
        synchronized (lock) {
            return chain;
        }
    }
}
