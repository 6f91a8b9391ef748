package org.clinicalmlops.core.serve;

import org.clinicalmlops.api.ledger.Draft;
import org.jspecify.annotations.Nullable;

/** What is to become an entry, or a row of a block, once the writer has time for it. Used by one thread at a time. */
@FunctionalInterface
interface Drafting {
    /**
     * Does what else is to be done because of it, in the order in which all was offered; the first time that it is called. Nothing for most.
     */
    default void settle() {}

    /** Makes what is to be stored, null if there is nothing; called once, after {@link #settle}. */
    @Nullable
    Draft draft();
}
