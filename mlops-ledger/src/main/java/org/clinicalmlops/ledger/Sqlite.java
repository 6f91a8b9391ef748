package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.api.MlopsException;

/** SQLite, in a file. Readers and one writer at a time work beside each other, in one JVM or several on one machine. */
final class Sqlite implements Dialect {
    /** How long a writer waits for another one before it gives up; our choice, longer than any transaction of ours. */
    private static final int BUSY_MILLIS = 30_000;

    /** Result codes of SQLite: the file is malformed, or not a database. The low byte is common to extended codes. */
    private static final int CORRUPT = 11;

    private static final int NOT_A_DATABASE = 26;

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public List<String> migrations() {
        return List.of("migrations/sqlite/001-entries.sql");
    }

    /** Write-ahead log: readers do not block the writer, nor it them. The mode is kept in the file. */
    @Override
    public void prepareDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
                throw new MlopsException(
                        "a ledger needs a SQLite file with a write-ahead log; this database keeps the journal mode "
                                + mode.getString(1) + ", as one in memory or on a network drive does");
            }
        }
    }

    /** Full: a commit returns when the log has reached the disk. */
    @Override
    public void prepareConnection(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            statement.execute("PRAGMA synchronous = FULL");
        }
    }

    /** A transaction that begins by writing takes the only write lock at once, as BEGIN IMMEDIATE does; no row has version 0. */
    @Override
    public String lock() {
        return "UPDATE ledger_schema SET version = version WHERE version = 0";
    }

    @Override
    public boolean damaged(SQLException error) {
        int code = error.getErrorCode() & 0xff;
        return code == CORRUPT || code == NOT_A_DATABASE;
    }
}
