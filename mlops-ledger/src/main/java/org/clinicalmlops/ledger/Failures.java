package org.clinicalmlops.ledger;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;

/** What a caller gets to see of what a database reports: never a value of a row. */
final class Failures {
    private Failures() {}

    /** @param what was not done, for the message */
    static MlopsException nothingStored(Dialect dialect, String what, SQLException cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof SQLException error && dialect.damaged(error)) {
                return new LedgerDamaged(0, what + ": the database says that its data are damaged", Redacted.of(cause));
            }
        }
        Reason reason = reason(dialect, cause);
        return LedgerUnavailable.nothingStored(reason, what + ": " + inWords(reason), Redacted.of(cause));
    }

    /** A database that could not even be asked which one it is; the codes of one are none of another. */
    static LedgerUnavailable unreachable(String what, SQLException cause) {
        Reason reason = Dialect.ALL.stream()
                .map(dialect -> reason(dialect, cause))
                .filter(known -> known != Reason.FAILED)
                .findFirst()
                .orElse(Reason.CONNECTION);
        return LedgerUnavailable.nothingStored(reason, what + ": " + inWords(reason), Redacted.of(cause));
    }

    static LedgerUnavailable inDoubt(Dialect dialect, List<Entry> entries, SQLException cause) {
        Entry first = entries.get(0);
        return LedgerUnavailable.inDoubt(
                entries,
                reason(dialect, cause),
                "the connection was lost while entries were stored; whether they are is not known: look for entry "
                        + first.sequence() + " with hash " + first.hash().brief(),
                Redacted.of(cause));
    }

    /** What the database says, at whichever link of the chain it does; else what the kind of exception says, which pools throw. */
    static Reason reason(Dialect dialect, SQLException cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof SQLException error && dialect.reason(error) != Reason.FAILED) {
                return dialect.reason(error);
            }
        }
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof SQLTimeoutException) {
                return Reason.BUSY;
            }
            if (link instanceof SQLTransientConnectionException
                    || link instanceof SQLNonTransientConnectionException
                    || link instanceof SQLRecoverableException) {
                return Reason.CONNECTION;
            }
        }
        return Reason.FAILED;
    }

    static LedgerDamaged damaged(UnreadableRow row) {
        return new LedgerDamaged(
                row.sequence(),
                "entry " + row.sequence() + " cannot be read: " + row.getMessage() + "; verify the ledger",
                row);
    }

    private static String inWords(Reason reason) {
        return switch (reason) {
            case BUSY -> "another writer holds it";
            case CONNECTION -> "there is no connection to the database";
            case FULL -> "the disk, or the room given to the database, is full";
            case NOT_WRITABLE -> "it may not be written, or its folder is not there";
            case FAILED -> "the database reports an error";
        };
    }
}
