package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** What became of the record of a prediction. */
public sealed interface Receipt {
    /**
     * It is durable: the database has synced it.
     *
     * @param ledgerEntry number of the entry
     * @param row of the block that the entry is, from 0 on
     */
    record Stored(long ledgerEntry, int row) implements Receipt {}

    /**
     * It is not in the ledger, or nobody knows whether it is.
     *
     * @param why in words
     */
    record NotStored(String why) implements Receipt {
        public NotStored {
            Objects.requireNonNull(why, "why");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Stored, ? extends T> stored, Function<? super NotStored, ? extends T> notStored) {
        if (this instanceof Stored s) {
            return stored.apply(s);
        }
        return notStored.apply((NotStored) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Stored> stored, Consumer<? super NotStored> notStored) {
        if (this instanceof Stored s) {
            stored.accept(s);
        } else {
            notStored.accept((NotStored) this);
        }
    }
}
