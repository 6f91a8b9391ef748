package org.clinicalmlops.core.exchange;

import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.serve.ChangeDecision;

/** Whether a version was imported. Either way the ledger says so. */
public sealed interface ImportAnswer {
    /**
     * It was, and has passed nothing here yet.
     *
     * @param ledgerEntry number of the {@code MODEL_IMPORTED} entry
     */
    record Imported(Digest model, long ledgerEntry) implements ImportAnswer {}

    /** The person may not import it, or it was imported before. */
    record Refused(ChangeDecision.Refused decision) implements ImportAnswer {}

    /**
     * The file does not hold.
     *
     * @param ledgerEntry number of the entry that says so
     */
    record Unsound(FileFault fault, long ledgerEntry) implements ImportAnswer {}

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Imported, ? extends T> imported,
            Function<? super Refused, ? extends T> refused,
            Function<? super Unsound, ? extends T> unsound) {
        if (this instanceof Imported i) {
            return imported.apply(i);
        }
        if (this instanceof Refused r) {
            return refused.apply(r);
        }
        return unsound.apply((Unsound) this);
    }
}
