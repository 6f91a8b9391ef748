package org.clinicalmlops.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.ledger.JdbcLedger;

/**
 * What the ledger stores of drafts, to the byte, as texts that are ready to be inserted: rows of its two tables, by transaction. They
 * are read from a file that a ledger wrote.
 */
final class BareRows {
    private static final String ENTRY =
            "INSERT INTO ledger_entry (sequence, kind, at, facts, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String PATIENT = "INSERT INTO ledger_patient (sequence, patient) VALUES (?, ?)";

    private final List<List<Row>> entries = new ArrayList<>();
    private final List<List<Row>> patients = new ArrayList<>();

    private record Row(long sequence, List<String> texts) {}

    /** @param transactions what each appends */
    BareRows(List<List<Draft>> transactions) {
        try (LedgerFile file = new LedgerFile()) {
            try (JdbcLedger ledger = file.open()) {
                transactions.forEach(ledger::appendAll);
            }
            long end = 0;
            try (Connection connection = file.bare()) {
                for (List<Draft> drafts : transactions) {
                    long until = end + drafts.size();
                    entries.add(
                            rows(connection, end, until, "kind, at, facts, body, previous, hash FROM ledger_entry", 6));
                    patients.add(rows(connection, end, until, "patient FROM ledger_patient", 1));
                    end = until;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the rows could not be read", e);
        }
    }

    private static List<Row> rows(Connection connection, long after, long until, String table, int texts)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT sequence, " + table + " WHERE sequence > " + after
                        + " AND sequence <= " + until + " ORDER BY sequence")) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < texts; i++) {
                    row.add(found.getString(i + 2));
                }
                rows.add(new Row(found.getLong(1), row));
            }
        }
        return rows;
    }

    /** Inserts all of them, each transaction as one prepared batch. */
    void insertTogether(Connection connection) throws SQLException {
        try (PreparedStatement entry = connection.prepareStatement(ENTRY);
                PreparedStatement patient = connection.prepareStatement(PATIENT)) {
            for (int i = 0; i < entries.size(); i++) {
                insert(entry, entries.get(i));
                insert(patient, patients.get(i));
                connection.commit();
            }
        }
    }

    private static void insert(PreparedStatement statement, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            bind(statement, row);
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Inserts the first {@code count}, each with its patient in a transaction of its own; there is one patient an entry. */
    void insertOneByOne(Connection connection, int count) throws SQLException {
        try (PreparedStatement entry = connection.prepareStatement(ENTRY);
                PreparedStatement patient = connection.prepareStatement(PATIENT)) {
            for (int i = 0; i < count; i++) {
                bind(entry, entries.get(0).get(i));
                entry.executeUpdate();
                bind(patient, patients.get(0).get(i));
                patient.executeUpdate();
                connection.commit();
            }
        }
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        statement.setLong(1, row.sequence());
        for (int i = 0; i < row.texts().size(); i++) {
            statement.setString(i + 2, row.texts().get(i));
        }
    }
}
