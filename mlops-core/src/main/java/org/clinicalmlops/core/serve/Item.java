package org.clinicalmlops.core.serve;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.serve.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer of the ledger.
 *
 * @param drafting makes what is to be stored; a marker has none
 * @param stored completed when it is; nobody waits for what was offered
 * @param receipt completed when it is, of what stays a row of a block
 */
record Item(
        @Nullable Drafting drafting,
        @Nullable CompletableFuture<Optional<Entry>> stored,
        @Nullable CompletableFuture<Receipt> receipt) {
    void settle() {
        if (drafting != null) {
            drafting.settle();
        }
    }

    /** Settles it, if that was not done, and makes what is to be stored of it; null if there is nothing. */
    @Nullable
    Item drafted() {
        if (drafting == null) {
            return null;
        }
        drafting.settle();
        Draft made = drafting.draft();
        return made == null ? null : with(made);
    }

    Item with(Draft made) {
        return new Item(() -> made, stored, receipt);
    }

    /** Of one that is {@link #drafted}. */
    Draft entry() {
        return Objects.requireNonNull(Objects.requireNonNull(drafting).draft());
    }

    void complete(Optional<Entry> entry) {
        if (stored != null) {
            stored.complete(entry);
        }
    }

    void fail(Throwable e) {
        if (stored != null) {
            stored.completeExceptionally(e);
        }
    }
}
