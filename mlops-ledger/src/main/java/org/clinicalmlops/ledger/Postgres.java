package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;

/** PostgreSQL 12 or later, for any number of JVMs. The tables are in the schema that the connection's search path names first. */
final class Postgres implements Dialect {
    /** Our choice: with bodies of a megabyte this is what a small heap holds, and a round trip per so many rows is cheap. */
    private static final int FETCHED_ROWS = 10;

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public List<String> migrations() {
        return List.of("migrations/postgresql/001-entries.sql", "migrations/postgresql/002-indices.sql");
    }

    @Override
    public String findSchema() {
        return "SELECT count(to_regclass('ledger_schema'))";
    }

    /** Two that create one table at once can collide even with IF NOT EXISTS; the number is the first bytes of "ledger". */
    @Override
    public List<String> createSchema() {
        return List.of(
                "SELECT pg_advisory_xact_lock(" + 0x6c6564676572L + ")",
                "CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL PRIMARY KEY)");
    }

    /** A server without fsync can lose, in a power cut, entries whose commit it has confirmed, or the whole database. */
    @Override
    public void prepareDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String fsync = setting(statement, "fsync");
            if (!"on".equals(fsync)) {
                throw new LedgerUnsuitable(
                        "a ledger needs a PostgreSQL server that writes what it confirms to the disk; this one "
                                + "has fsync = " + fsync + ": set it to on");
            }
            String encoding = setting(statement, "server_encoding");
            if (!"UTF8".equals(encoding)) {
                throw new LedgerUnsuitable(
                        "a ledger needs a PostgreSQL database in UTF8, which holds every text; this one is in "
                                + encoding);
            }
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void prepareConnection(Connection connection) {
        // what matters is set in each transaction that appends, so that a pool between us and the server cannot lose it
    }

    /**
     * The lock is on a table of ours that nothing else writes: readers are not held up, nor is the server's own maintenance of the
     * entries, as it would be by a lock on their table. It comes first, because a statement that reads fixes what a transaction of a
     * stricter isolation sees. A commit that does not wait for the disk is set to wait; what a host has set stronger is left.
     */
    @Override
    public String lock() {
        return "SET LOCAL lock_timeout = '" + BUSY_SECONDS + "s'; "
                + "LOCK TABLE ledger_schema IN EXCLUSIVE MODE; "
                + "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";
    }

    @Override
    public String insertOrFail() {
        return "INSERT";
    }

    @Override
    public String instantKey() {
        return "(rtrim(at, 'Z') COLLATE \"C\")";
    }

    @Override
    public void copyTo(Connection connection, Path file) {
        throw new UnsupportedOperationException(
                "a ledger in PostgreSQL is backed up with the server: pg_dump, or a base backup with archived write-ahead logs");
    }

    @Override
    public int fetchedRows() {
        return FETCHED_ROWS;
    }

    /** Class XX of the SQL states: XX001 and XX002 are damaged data and indices. */
    @Override
    public boolean damaged(SQLException error) {
        String state = state(error);
        return state.equals("XX001") || state.equals("XX002");
    }

    /** @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, error codes</a> */
    @Override
    public Reason reason(SQLException error) {
        String state = state(error);
        return switch (state) {
            case "53100" -> Reason.FULL;
            case "25006", "42501" -> Reason.NOT_WRITABLE; // read-only transaction, insufficient privilege
            case "55P03", "57014", "40001", "40P01" ->
                Reason.BUSY; // lock or statement timed out, serialization, deadlock
            case "57P01", "57P02", "57P03", "53300" -> Reason.CONNECTION; // shut down, crashed, starting, too many
            default -> state.startsWith("08") ? Reason.CONNECTION : Reason.FAILED;
        };
    }

    private static String state(SQLException error) {
        String state = error.getSQLState();
        return state == null ? "" : state;
    }
}
