package org.clinicalmlops.core.exchange;

import java.util.function.Function;
import org.clinicalmlops.api.serve.ChangeDecision;

/** Whether a version was exported. Either way the ledger says so. */
public sealed interface ExportAnswer {
    /**
     * It was.
     *
     * @param ledgerEntry number of the {@code MODEL_EXPORTED} entry
     */
    record Exported(ModelFile file, long ledgerEntry) implements ExportAnswer {}

    /** It was not, and nothing was signed. */
    record Refused(ChangeDecision.Refused decision) implements ExportAnswer {}

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Exported, ? extends T> exported, Function<? super Refused, ? extends T> refused) {
        if (this instanceof Exported e) {
            return exported.apply(e);
        }
        return refused.apply((Refused) this);
    }
}
