package org.clinicalmlops.core.serve;

import java.util.concurrent.CompletableFuture;
import org.clinicalmlops.api.serve.Receipt;
import org.jspecify.annotations.Nullable;

/** How one call puts what came of it on record: with a receipt, or without. Without, one serves all calls; with one, one a call. */
final class Filing {
    private final Audit audit;
    private final @Nullable CompletableFuture<Receipt> receipt;
    private boolean offered;

    private Filing(Audit audit, @Nullable CompletableFuture<Receipt> receipt) {
        this.audit = audit;
        this.receipt = receipt;
    }

    static Filing with(Audit audit) {
        return new Filing(audit, null);
    }

    static Filing with(Audit audit, CompletableFuture<Receipt> receipt) {
        return new Filing(audit, receipt);
    }

    /** As {@link Audit#offer}. */
    boolean offer(Drafting draft) {
        CompletableFuture<Receipt> awaited = receipt;
        if (awaited == null) {
            return audit.offer(draft);
        }
        boolean taken = audit.offer(draft, awaited);
        offered |= taken;
        return taken;
    }

    /** Nothing more is offered. */
    void end() {
        if (receipt != null && !offered) {
            receipt.complete(new Receipt.NotStored("nothing of it was put on record"));
        }
    }
}
