package org.clinicalmlops.ledger;

import java.nio.ByteBuffer;
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
    static final String FIND = "SELECT sequence FROM ledger_patient WHERE patient = ?";

    private static final int DIGITS = 32;

    private PatientIndex() {}

    static String key(String pseudonym) {
        return Key.of(pseudonym, Digest.sha256()).text;
    }

    /** Of the rows about an entry; each once, in the order in which the table keeps them. */
    static List<String> keys(Entry entry) {
        Set<String> pseudonyms = EntryFilter.patientsOf(entry);
        if (pseudonyms.isEmpty()) {
            return List.of();
        }
        MessageDigest sha = Digest.sha256();
        List<Key> keys = new ArrayList<>(pseudonyms.size());
        for (String pseudonym : pseudonyms) {
            keys.add(Key.of(pseudonym, sha));
        }
        keys.sort(Comparator.naturalOrder());
        return keys.stream().map(Key::text).toList();
    }

    /**
     * What stands for a pseudonym.
     *
     * @param first its first 16 digits, unsigned: what sorting looks at
     */
    private record Key(long first, String text) implements Comparable<Key> {
        static Key of(String pseudonym, MessageDigest sha) {
            byte[] digest = sha.digest(pseudonym.getBytes(StandardCharsets.UTF_8));
            return new Key(ByteBuffer.wrap(digest).getLong(), HexFormat.of().formatHex(digest, 0, DIGITS / 2));
        }

        @Override
        public int compareTo(Key other) {
            int order = Long.compareUnsigned(first, other.first);
            return order == 0 ? text.compareTo(other.text) : order;
        }
    }

    /** Computes the whole table again, in the transaction that is open. */
    static void rebuild(Connection connection, Dialect dialect) throws SQLException, UnreadableRow {
        try (Statement statement = connection.createStatement();
                PreparedStatement select = Query.all(connection, dialect, "");
                PatientInsert insert = new PatientInsert(connection, dialect)) {
            statement.executeUpdate("DELETE FROM ledger_patient");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    insert.add(Row.read(rows));
                    insert.execute();
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
