package org.clinicalmlops.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;

/** Appends on a condition that is narrower than kinds: entries of these kinds that concern something else are passed over. */
public final class ConditionalAppend {
    private ConditionalAppend() {}

    /** {@link Ledger#appendIfNone}, or a way there. */
    @FunctionalInterface
    public interface Way {
        List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts);
    }

    /**
     * Stores entries next to each other, all or none.
     *
     * @param ledger where what came meanwhile is read
     * @param seen number of the newest entry that the caller knows of
     * @param concerning which entries of the kinds would stand in the way
     * @throws LedgerConflict if there is one after {@code seen}; nothing is stored
     */
    public static List<Entry> append(
            Ledger ledger,
            Way way,
            Set<EntryKind> kinds,
            long seen,
            Predicate<? super Entry> concerning,
            List<Draft> drafts) {
        long from = seen;
        while (true) {
            try {
                return way.appendIfNone(kinds, from, drafts);
            } catch (LedgerConflict e) {
                List<Entry> since = since(ledger, kinds, from);
                Optional<Entry> first = since.stream().filter(concerning).findFirst();
                if (first.isPresent() || since.isEmpty()) { // never empty in a ledger that keeps its word
                    throw first.map(entry -> new LedgerConflict(entry.sequence(), entry.kind()))
                            .orElse(e);
                }
                from = since.get(since.size() - 1).sequence();
            }
        }
    }

    private static List<Entry> since(Ledger ledger, Set<EntryKind> kinds, long seen) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(kinds, entry -> {
            if (entry.sequence() > seen) {
                entries.add(entry);
            }
        });
        return entries;
    }
}
