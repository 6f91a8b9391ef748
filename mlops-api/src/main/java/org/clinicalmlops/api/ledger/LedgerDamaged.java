package org.clinicalmlops.api.ledger;

import org.clinicalmlops.api.MlopsException;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds is not a ledger any more, at this entry at least. Nothing was stored, and trying again does not help:
 * {@link Ledger#verify} says what is wrong, and a backup has the entry as it was.
 */
public final class LedgerDamaged extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    /** @param sequence the damaged entry; 0 if it cannot be told which one it is */
    public LedgerDamaged(long sequence, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sequence = sequence;
    }

    /** The damaged entry; 0 if it cannot be told which one it is. */
    public long sequence() {
        return sequence;
    }
}
