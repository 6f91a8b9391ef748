package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clinicalmlops.api.ledger.Entry;

/** Adds rows to the table of {@link PatientIndex}, on one connection. Not thread-safe. */
final class PatientInsert implements AutoCloseable {
    /** Our choice: with SQLite, 16 to 64 rows in one statement cost about the same a row, and less than one row in each. */
    private static final int TOGETHER = 25;

    private final PreparedStatement many;
    private final PreparedStatement one;
    private final List<IndexRow> rows = new ArrayList<>();

    private record IndexRow(long sequence, String key) {}

    PatientInsert(Connection connection, Dialect dialect) throws SQLException {
        many = connection.prepareStatement(sql(dialect, TOGETHER));
        try {
            one = connection.prepareStatement(sql(dialect, 1));
        } catch (SQLException | RuntimeException e) {
            try (many) {
                throw e;
            }
        }
    }

    private static String sql(Dialect dialect, int rows) {
        return dialect.insertOrFail() + " INTO ledger_patient (sequence, patient) VALUES "
                + String.join(", ", Collections.nCopies(rows, "(?, ?)"));
    }

    /** Takes the rows of an entry; {@link #execute} inserts them. */
    void add(Entry entry) {
        for (String key : PatientIndex.keys(entry)) {
            rows.add(new IndexRow(entry.sequence(), key));
        }
    }

    /** Inserts what was added. */
    void execute() throws SQLException {
        int whole = rows.size() - rows.size() % TOGETHER;
        insert(many, rows.subList(0, whole), TOGETHER);
        insert(one, rows.subList(whole, rows.size()), 1);
        rows.clear();
    }

    private static void insert(PreparedStatement statement, List<IndexRow> rows, int together) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int set = 0;
        for (IndexRow row : rows) {
            statement.setLong(++set, row.sequence());
            statement.setString(++set, row.key());
            if (set == 2 * together) {
                statement.addBatch();
                set = 0;
            }
        }
        statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        try (many;
                one) {
            rows.clear();
        }
    }
}
