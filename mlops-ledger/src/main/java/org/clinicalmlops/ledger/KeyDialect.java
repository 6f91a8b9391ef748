package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;

/** What differs between the databases that can keep keys. */
enum KeyDialect {
    /**
     * A key lies in one place of the file only: rows are added at the end and never moved, and a forgotten one is overwritten by as many
     * zeros. There is no write-ahead log that would go on holding it; the rollback journal is gone when the commit returns, and with
     * EXTRA also after a power cut. What SQLite itself frees is overwritten.
     *
     * @see <a href="https://www.sqlite.org/pragma.html">SQLite, secure_delete, synchronous and journal_mode</a>
     */
    SQLITE(
            "SQLite",
            "SELECT count(*) FROM sqlite_schema WHERE name = 'ledger_entry'",
            List.of("CREATE TABLE IF NOT EXISTS patient_key (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
                    + "generation INTEGER NOT NULL, live INTEGER NOT NULL, wrapped BLOB NOT NULL, "
                    + "UNIQUE (name, generation))"),
            "UPDATE patient_key SET live = live WHERE id = 0") {
        @Override
        void prepare(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = " + 1000 * Dialect.BUSY_SECONDS);
                statement.execute("PRAGMA synchronous = EXTRA");
                require(statement, "secure_delete", "ON", "1");
                require(statement, "journal_mode", "DELETE", "delete");
            }
        }

        private void require(Statement statement, String pragma, String value, String answer) throws SQLException {
            try (ResultSet row = statement.executeQuery("PRAGMA " + pragma + " = " + value)) {
                if (!row.next() || !answer.equalsIgnoreCase(row.getString(1))) {
                    throw new LedgerUnsuitable("patients' keys need a SQLite file of their own with " + pragma + " = "
                            + value + "; this database keeps " + row.getString(1) + ", as one in memory or one that "
                            + "another program has open does");
                }
            }
        }
    },

    /** An overwritten row stays in its page until the server vacuums the table and uses the place again, and in its log archive. */
    POSTGRESQL(
            "PostgreSQL",
            "SELECT count(to_regclass('ledger_entry'))",
            List.of(
                    "SELECT pg_advisory_xact_lock(" + 0x6b657973L + ")", // "keys"
                    "CREATE TABLE IF NOT EXISTS patient_key (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                            + "name TEXT NOT NULL, generation BIGINT NOT NULL, live INTEGER NOT NULL, "
                            + "wrapped BYTEA NOT NULL, UNIQUE (name, generation))"),
            "SET LOCAL lock_timeout = '" + Dialect.BUSY_SECONDS + "s'; "
                    + "SET LOCAL synchronous_commit = on; "
                    + "LOCK TABLE patient_key IN SHARE ROW EXCLUSIVE MODE") {
        @Override
        void prepare(Connection connection) {
            // what matters is set in each transaction that writes
        }
    };

    private final String product;
    final String findLedger;
    final List<String> create;
    /** The first statement of a transaction that writes: no other one writes until it ends. */
    final String lock;

    KeyDialect(String product, String findLedger, List<String> create, String lock) {
        this.product = product;
        this.findLedger = findLedger;
        this.create = create;
        this.lock = lock;
    }

    /** Sets what holds per connection, which is in auto-commit mode. */
    abstract void prepare(Connection connection) throws SQLException;

    static KeyDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (KeyDialect dialect : values()) {
            if (dialect.product.equals(product)) {
                return dialect;
            }
        }
        throw new LedgerUnsuitable("patients' keys cannot be kept in " + product + "; supported: SQLite, PostgreSQL");
    }
}
