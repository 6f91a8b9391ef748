package org.clinicalmlops.ledger;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a database reports, without what was to be stored: a PostgreSQL driver repeats the values of a failed batch, and the server those
 * of a row that fails a condition, and both would reach the host's log with the first stack trace. Stateless.
 */
final class Redacted {
    private Redacted() {}

    /**
     * An exception with the state, code and stack of {@code cause}, and the first line of its message, which names the error and no value;
     * of a batch, whose message is its statement, that of the error behind it. Causes that are no exceptions of SQL are kept.
     */
    static SQLException of(SQLException cause) {
        SQLException told = cause instanceof BatchUpdateException && cause.getNextException() != null
                ? cause.getNextException()
                : cause;
        String line = told instanceof BatchUpdateException ? "" : firstLine(told.getMessage());
        SQLException redacted = new SQLException(
                cause.getClass().getSimpleName() + (line.isEmpty() ? "" : ": " + line),
                told.getSQLState(),
                told.getErrorCode(),
                behind(told.getCause()));
        redacted.setStackTrace(cause.getStackTrace());
        return redacted;
    }

    private static @Nullable Throwable behind(@Nullable Throwable cause) {
        return cause instanceof SQLException sql ? of(sql) : cause;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
