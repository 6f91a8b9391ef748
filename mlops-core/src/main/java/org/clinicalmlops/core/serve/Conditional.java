package org.clinicalmlops.core.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.core.registry.Course;

/** Stores changes of what is in use, provided that nobody has made one that concerns them. Changes elsewhere do not stand in the way. */
public final class Conditional {
    private Conditional() {}

    /**
     * Stores entries next to each other, all or none.
     *
     * @param seen number of the newest change that the caller knows of
     * @param concerning which changes would stand in the way
     * @return the last of them
     * @throws LedgerConflict if there is one after {@code seen}; nothing is stored
     */
    public static Entry append(
            Audit audit, Ledger ledger, long seen, Predicate<? super Entry> concerning, List<Draft> drafts) {
        long from = seen;
        while (true) {
            try {
                List<Entry> stored = audit.appendIfNone(Course.CHANGES, from, drafts);
                return stored.get(stored.size() - 1);
            } catch (LedgerConflict e) {
                List<Entry> since = since(ledger, from);
                Optional<Entry> first = since.stream().filter(concerning).findFirst();
                if (first.isPresent() || since.isEmpty()) { // never empty in a ledger that keeps its word
                    throw first.map(entry -> new LedgerConflict(entry.sequence(), entry.kind()))
                            .orElse(e);
                }
                from = since.get(since.size() - 1).sequence();
            }
        }
    }

    private static List<Entry> since(Ledger ledger, long seen) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(Course.CHANGES, entry -> {
            if (entry.sequence() > seen) {
                entries.add(entry);
            }
        });
        return entries;
    }
}
