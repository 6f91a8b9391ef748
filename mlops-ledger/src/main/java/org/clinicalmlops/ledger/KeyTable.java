package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.clinicalmlops.api.ledger.PatientKey;

/** One connection to the table of keys, with its statements. Not thread-safe. */
final class KeyTable implements AutoCloseable {
    private final Connection connection;
    private final KeyDialect dialect;
    private final KeyWrapping wrapping;
    private final boolean autoCommit;

    private KeyTable(Connection connection, KeyWrapping wrapping) throws SQLException {
        this.connection = connection;
        this.wrapping = wrapping;
        this.autoCommit = connection.getAutoCommit();
        this.dialect = KeyDialect.of(connection);
        connection.setAutoCommit(true);
        dialect.prepare(connection);
        connection.setAutoCommit(false);
    }

    static KeyTable open(DataSource source, KeyWrapping wrapping) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new KeyTable(connection, wrapping);
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet ledgers = statement.executeQuery(dialect.findLedger)) {
                if (ledgers.next() && ledgers.getInt(1) > 0) {
                    throw new LedgerUnsuitable("patients' keys are kept in a database of their own: this one has a "
                            + "ledger, and who copies it would copy the keys");
                }
            }
            connection.rollback();
            for (String sql : dialect.create) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** The newest key of each name that has one. */
    Map<String, PatientKey> newest(Collection<String> names) throws SQLException {
        Map<String, PatientKey> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT generation, wrapped FROM patient_key WHERE name = ? AND live = 1 ORDER BY generation DESC LIMIT 1")) {
            for (String name : names) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        found.put(name, wrapping.unwrap(row.getBytes(2), name, row.getLong(1)));
                    }
                }
            }
        }
        return found;
    }

    Optional<PatientKey> find(String name, long generation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT wrapped FROM patient_key WHERE name = ? AND generation = ? AND live = 1")) {
            select.setString(1, name);
            select.setLong(2, generation);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(wrapping.unwrap(row.getBytes(1), name, generation)) : Optional.empty();
            }
        }
    }

    long newestEver(String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT coalesce(max(generation), 0) FROM patient_key WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Begins a transaction in which nobody else writes; it ends with {@link #commit} or {@link #rollback}. */
    void lock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.lock);
        }
    }

    PatientKey insert(String name) throws SQLException {
        long generation = newestEver(name) + 1;
        byte[] wrapped = wrapping.wrap(KeyWrapping.draw(), name, generation);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO patient_key (name, generation, live, wrapped) VALUES (?, ?, 1, ?)")) {
            insert.setString(1, name);
            insert.setLong(2, generation);
            insert.setBytes(3, wrapped);
            insert.executeUpdate();
        }
        return wrapping.unwrap(wrapped, name, generation);
    }

    /** As many zeros as there were bytes, so that the row is overwritten where it is. */
    void overwrite(String name, long upTo) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE patient_key SET live = 0, wrapped = ? WHERE name = ? AND generation <= ? AND live = 1")) {
            update.setBytes(1, new byte[KeyWrapping.BYTES]);
            update.setString(2, name);
            update.setLong(3, upTo);
            update.executeUpdate();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }
}
