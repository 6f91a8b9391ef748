package org.clinicalmlops.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;

/**
 * The table of which entries are about a patient. It holds a digest of each pseudonym: of one length, which every database can store
 * and index whatever the pseudonym is. What is found in it is compared with the entry, so a row too many shows nothing wrong; a row
 * that is missing is found by the verification, which walks over both tables side by side.
 */
final class PatientIndex {
    static final String INSERT = "INSERT INTO ledger_patient (sequence, patient) VALUES (?, ?)";
    static final String FIND = "SELECT sequence FROM ledger_patient WHERE patient = ?";

    private static final int DIGITS = 32;

    private PatientIndex() {}

    static String key(String pseudonym) {
        return key(pseudonym, Digest.sha256());
    }

    private static String key(String pseudonym, MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest(pseudonym.getBytes(StandardCharsets.UTF_8)), 0, DIGITS / 2);
    }

    /** In the order in which the table keeps them. */
    private static List<String> keys(Entry entry) {
        Set<String> pseudonyms = EntryFilter.patientsOf(entry);
        if (pseudonyms.isEmpty()) {
            return List.of();
        }
        MessageDigest sha = Digest.sha256();
        List<String> keys = new ArrayList<>(pseudonyms.size());
        for (String pseudonym : pseudonyms) {
            keys.add(key(pseudonym, sha));
        }
        keys.sort(Comparator.naturalOrder());
        return keys;
    }

    /** Adds the rows of an entry to the batch. @return whether there are any */
    static boolean add(Entry entry, PreparedStatement insert) throws SQLException {
        List<String> keys = keys(entry);
        for (String key : keys) {
            insert.setLong(1, entry.sequence());
            insert.setString(2, key);
            insert.addBatch();
        }
        return !keys.isEmpty();
    }

    /** Computes the whole table again, in the transaction that is open. */
    static void rebuild(Connection connection, Dialect dialect) throws SQLException, UnreadableRow {
        try (Statement statement = connection.createStatement();
                PreparedStatement select = Query.all(connection, dialect, "");
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            statement.executeUpdate("DELETE FROM ledger_patient");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (add(Row.read(rows), insert)) {
                        insert.executeBatch();
                    }
                }
            }
        }
    }

    /** Walks over the table beside the entries. */
    static final class Walk implements AutoCloseable {
        private final PreparedStatement select;
        private final ResultSet rows;
        private boolean more;
        private long sequence;

        /** To be opened after the entries, whose newest may then be missing there but not here. */
        Walk(Connection connection, Dialect dialect, String schema) throws SQLException {
            select = connection.prepareStatement(
                    "SELECT sequence, patient FROM " + schema + "ledger_patient ORDER BY sequence");
            select.setFetchSize(dialect.fetchedRows());
            rows = select.executeQuery();
            step();
        }

        /** Whether the table finds this entry, and nothing else between the one asked before and this one. */
        boolean finds(Entry entry) throws SQLException {
            Set<String> missing = new HashSet<>(keys(entry));
            boolean found = true;
            while (more && sequence <= entry.sequence()) {
                found &= sequence == entry.sequence() && missing.remove(rows.getString(2));
                step();
            }
            return found && missing.isEmpty();
        }

        private void step() throws SQLException {
            more = rows.next();
            sequence = more ? rows.getLong(1) : 0;
        }

        @Override
        public void close() throws SQLException {
            try (select;
                    rows) {
                more = false;
            }
        }
    }
}
