package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;

/** SQLite, in a file. Readers and one writer at a time work beside each other, in one JVM or several on one machine. */
final class Sqlite implements Dialect {
    /** The driver steps through the rows one by one, whatever this is. */
    private static final int FETCHED_ROWS = 100;

    /** Our choice: 32 MB of log, read again in a moment after a crash; more gains little. */
    private static final int LOG_PAGES = 8_000;
    /** Our choice: holds what a block changes, and the inner pages of the index of some millions of predictions. */
    private static final int CACHE_KIB = 16_000;

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public List<String> migrations() {
        return List.of("migrations/sqlite/001-entries.sql", "migrations/sqlite/002-indices.sql");
    }

    @Override
    public String findSchema() {
        return "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'ledger_schema'";
    }

    @Override
    public List<String> createSchema() {
        return List.of("CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL PRIMARY KEY)");
    }

    /** Write-ahead log: readers do not block the writer, nor it them. The mode is kept in the file. */
    @Override
    public void prepareDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
                throw new LedgerUnsuitable(
                        "a ledger needs a SQLite file with a write-ahead log; this database keeps the journal mode "
                                + mode.getString(1) + ", as one in memory or on a network drive does");
            }
        }
    }

    /**
     * Full: a commit returns when the log has reached the disk. A block of predictions touches as many pages of the index of patients as it has
     * patients; with SQLite's own 1,000 pages of log and 2 MB of memory, that index is written back to the file at every second block.
     */
    @Override
    public void prepareConnection(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + 1000 * BUSY_SECONDS);
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
        }
    }

    /** A transaction that begins by writing takes the only write lock at once, as BEGIN IMMEDIATE does; no row has version 0. */
    @Override
    public String lock() {
        return "UPDATE ledger_schema SET version = version WHERE version = 0";
    }

    /** A plain INSERT of several rows copies each page before it changes it, to be undone by itself. */
    @Override
    public String insertOrFail() {
        return "INSERT OR FAIL";
    }

    @Override
    public String instantKey() {
        return "rtrim(at, 'Z')";
    }

    /** Reads in one transaction, and so the state of one instant; a writer goes on beside it. */
    @Override
    public void copyTo(Connection connection, Path file) throws SQLException {
        try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, file.toString());
            vacuum.execute();
        }
    }

    @Override
    public int fetchedRows() {
        return FETCHED_ROWS;
    }

    @Override
    public boolean damaged(SQLException error) {
        int code = code(error);
        return code == 11 || code == 26; // malformed, not a database
    }

    /** @see <a href="https://www.sqlite.org/rescode.html">SQLite, result and error codes</a> */
    @Override
    public Reason reason(SQLException error) {
        return switch (code(error)) {
            case 5, 6 -> Reason.BUSY; // by another connection, by this one
            case 13 -> Reason.FULL;
            case 3, 8, 14, 23 -> Reason.NOT_WRITABLE; // permission, read-only, cannot be opened, not authorized
            default -> Reason.FAILED;
        };
    }

    /** The low byte is common to a code and its extensions. */
    private static int code(SQLException error) {
        return error.getErrorCode() & 0xff;
    }
}
