package org.clinicalmlops.core.seal;

import java.util.Objects;
import java.util.function.Function;
import org.clinicalmlops.api.ledger.Facts;

/** What a reader gets of a row of the ledger that may be sealed. */
public sealed interface OpenedRow {
    /** @param facts as they were before the row was sealed; of a row that never was, as they are */
    record Readable(Facts facts) implements OpenedRow {
        public Readable {
            Objects.requireNonNull(facts, "facts");
        }
    }

    /** The patient's key was destroyed: nobody can read the row any more. */
    record Forgotten() implements OpenedRow {}

    /**
     * It ought to be readable and is not.
     *
     * @param reason for a person; no patient's data
     */
    record Unreadable(String reason) implements OpenedRow {
        public Unreadable {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Readable, ? extends T> readable,
            Function<? super Forgotten, ? extends T> forgotten,
            Function<? super Unreadable, ? extends T> unreadable) {
        if (this instanceof Readable r) {
            return readable.apply(r);
        }
        if (this instanceof Forgotten f) {
            return forgotten.apply(f);
        }
        return unreadable.apply((Unreadable) this);
    }
}
