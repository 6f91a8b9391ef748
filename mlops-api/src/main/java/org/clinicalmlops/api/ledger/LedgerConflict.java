package org.clinicalmlops.api.ledger;

import java.util.Objects;
import org.clinicalmlops.api.MlopsException;

/** Somebody else has appended first what these drafts were not to follow. Nothing was stored. */
public final class LedgerConflict extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final long sequence;
    private final EntryKind kind;

    /**
     * @param sequence the first entry that stands in the way
     * @param kind its kind
     */
    public LedgerConflict(long sequence, EntryKind kind) {
        super("nothing is appended: meanwhile entry " + sequence + " was, " + Objects.requireNonNull(kind, "kind"));
        this.sequence = sequence;
        this.kind = kind;
    }

    /** The first entry that stands in the way. */
    public long sequence() {
        return sequence;
    }

    /** The kind of the entry that stands in the way. */
    public EntryKind kind() {
        return kind;
    }
}
