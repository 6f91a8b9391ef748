package org.clinicalmlops.api.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Append-only, hash-chained record. Thread-safe. Everything else that claims to know the past (registry, outcome view, maturity)
 * is computed from it.
 *
 * <p>Errors: what a caller may want to tell apart has a type of its own. {@link LedgerUnavailable}: the store cannot be written or
 * read now, and the call can be made again; {@link LedgerDamaged}: what is stored does not hold; {@link LedgerConflict}: somebody
 * else was first. All are {@link org.clinicalmlops.api.MlopsException}s, and after each the ledger is as it was before, except
 * where {@link LedgerUnavailable#inDoubt} names entries.
 */
public interface Ledger {
    /**
     * Appends one entry; it is durable when the call returns.
     *
     * @throws org.clinicalmlops.api.MlopsException as {@link #appendAll}
     */
    default Entry append(Draft draft) {
        return appendAll(List.of(draft)).get(0);
    }

    /**
     * Appends entries next to each other, all or none; they are durable when the call returns.
     *
     * @return the entries as stored, in the same order; none if there are no drafts
     * @throws IllegalArgumentException if a text cannot be stored everywhere, by the rule of {@link Chain#next}; nothing is stored
     * @throws LedgerUnavailable if they could not be stored; the ledger is then as it was before, unless the exception says that
     *     this is not known
     * @throws LedgerDamaged if the newest entry does not hold, so that nothing can follow it
     */
    List<Entry> appendAll(List<Draft> drafts);

    /**
     * Appends as {@link #appendAll} does, provided that no entry of certain kinds was appended after the one that the caller has
     * seen. Looking and appending are one step, among all writers of the store: of several that rely on the same past, one wins.
     *
     * @param kinds an empty set means every kind
     * @param seen the number of the newest entry that the caller has taken into account; 0 for an empty ledger
     * @throws LedgerConflict if there is such an entry; nothing is stored
     */
    List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts);

    /**
     * Passes the entries of the given kinds, oldest first, one at a time in constant memory. Entries that are appended meanwhile
     * may or may not be passed.
     *
     * @param kinds an empty set means every kind
     */
    void read(Set<EntryKind> kinds, Consumer<? super Entry> entries);

    /**
     * Passes the entries that a filter accepts, as {@link #read(Set, Consumer)} does. A store may use indices for it; by itself this
     * reads every entry of the kinds.
     */
    default void read(EntryFilter filter, Consumer<? super Entry> entries) {
        read(filter.kinds(), entry -> {
            if (filter.accepts(entry)) {
                entries.accept(entry);
            }
        });
    }

    /** The entry of this number, if there is one. */
    Optional<Entry> entry(long sequence);

    /** The newest entry, if there is one. */
    Optional<Entry> last();

    /** Recomputes the whole chain. Cost: one pass, constant memory. */
    Verification verify();
}
