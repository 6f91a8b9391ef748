package org.clinicalmlops.api.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Append-only, hash-chained record. Thread-safe. Everything else that claims to know the past (registry, outcome view, maturity)
 * is computed from it.
 */
public interface Ledger {
    /**
     * Appends one entry; it is durable when the call returns.
     *
     * @throws org.clinicalmlops.api.MlopsException if it could not be stored; the ledger is then as it was before
     */
    default Entry append(Draft draft) {
        return appendAll(List.of(draft)).get(0);
    }

    /**
     * Appends entries next to each other, all or none; they are durable when the call returns.
     *
     * @return the entries as stored, in the same order; none if there are no drafts
     * @throws IllegalArgumentException if a text cannot be stored everywhere, by the rule of {@link Chain#next}; nothing is stored
     * @throws org.clinicalmlops.api.MlopsException if they could not be stored; the ledger is then as it was before
     */
    List<Entry> appendAll(List<Draft> drafts);

    /**
     * Passes the entries of the given kinds, oldest first, one at a time in constant memory. Entries that are appended meanwhile
     * may or may not be passed.
     *
     * @param kinds an empty set means every kind
     */
    void read(Set<EntryKind> kinds, Consumer<? super Entry> entries);

    /** The entry of this number, if there is one. */
    Optional<Entry> entry(long sequence);

    /** The newest entry, if there is one. */
    Optional<Entry> last();

    /** Recomputes the whole chain. Cost: one pass, constant memory. */
    Verification verify();
}
