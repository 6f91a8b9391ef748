package org.clinicalmlops.api.ledger;

import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.MlopsException;

/**
 * The store of a ledger did not do what it was asked for, and may do so again later: nothing in it is damaged. The same call can
 * be made again as soon as {@link #reason} is over; no step by hand is needed for the ledger itself.
 */
public final class LedgerUnavailable extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** What is in the way. */
    public enum Reason {
        /** Another writer held the ledger for too long. Try again. */
        BUSY,
        /** The database cannot be reached, or the connection to it was lost. Try again; a server that restarts needs a while. */
        CONNECTION,
        /** No room is left. Try again when there is. */
        FULL,
        /** The database, its file or its folder may not be written by this process. Try again when it may. */
        NOT_WRITABLE,
        /** Anything else that the database reports; the cause says what. */
        FAILED
    }

    private final Reason reason;
    private final transient List<Entry> inDoubt;

    private LedgerUnavailable(String message, Throwable cause, Reason reason, List<Entry> inDoubt) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.inDoubt = List.copyOf(inDoubt);
    }

    /** Nothing was stored. */
    public static LedgerUnavailable nothingStored(Reason reason, String message, Throwable cause) {
        return new LedgerUnavailable(message, cause, reason, List.of());
    }

    /**
     * It is not known whether {@code entries} were stored.
     *
     * @param entries all or none of them are in the ledger; at least one
     */
    public static LedgerUnavailable inDoubt(List<Entry> entries, Reason reason, String message, Throwable cause) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries must hold at least one, was empty");
        }
        return new LedgerUnavailable(message, cause, reason, entries);
    }

    public Reason reason() {
        return reason;
    }

    /**
     * The entries of which it is not known whether they were stored: all of them or none. Empty if nothing was stored, which is the
     * common case. Before they are appended again, look: they are stored if {@link Ledger#entry} of the first one's number answers
     * that one.
     */
    public List<Entry> inDoubt() {
        return inDoubt;
    }
}
