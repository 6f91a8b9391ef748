package org.clinicalmlops.core.serve;

import java.util.List;
import java.util.function.Predicate;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.core.internal.ConditionalAppend;
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
        List<Entry> stored =
                ConditionalAppend.append(ledger, audit::appendIfNone, Course.CHANGES, seen, concerning, drafts);
        return stored.get(stored.size() - 1);
    }
}
