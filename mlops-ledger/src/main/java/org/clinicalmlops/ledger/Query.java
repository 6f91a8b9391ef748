package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;

/** The statements that read entries, ready to be executed; each is closed by its caller. */
final class Query {
    /** In the order of characters, the digits are from the one up to before the other. */
    private static final String BEFORE_DIGITS = "0";

    private static final String AFTER_DIGITS = ":";

    private Query() {}

    /** Oldest first. @param kinds an empty set means every kind */
    static PreparedStatement byKind(Session session, Set<EntryKind> kinds) throws SQLException {
        PreparedStatement select = session.connection().prepareStatement(byKindSql(kinds.size()));
        select.setFetchSize(session.dialect().fetchedRows());
        int parameter = 1;
        for (EntryKind kind : kinds) {
            select.setString(parameter++, kind.name());
        }
        return select;
    }

    /** @param kinds how many; 0 means every kind */
    static String byKindSql(int kinds) {
        return Row.SELECT + condition(kinds) + " ORDER BY sequence";
    }

    /** Every entry, oldest first. @param schema prefix of the table, empty or ending with a dot */
    static PreparedStatement all(Connection connection, Dialect dialect, String schema) throws SQLException {
        PreparedStatement select = connection.prepareStatement(
                "SELECT " + Row.COLUMNS + " FROM " + schema + "ledger_entry ORDER BY sequence");
        select.setFetchSize(dialect.fetchedRows());
        return select;
    }

    /**
     * At least the entries that the filter accepts, oldest first, by the index that leaves the fewest: of a patient, of kinds, of
     * instants. What else the filter asks is left to the caller.
     */
    static PreparedStatement byFilter(Session session, EntryFilter filter) throws SQLException {
        if (filter.patient().isEmpty() && (!filter.kinds().isEmpty() || !bounded(filter))) {
            return byKind(session, filter.kinds());
        }
        PreparedStatement select = session.connection()
                .prepareStatement(
                        byFilterSql(session.dialect(), filter.patient().isPresent()));
        select.setFetchSize(session.dialect().fetchedRows());
        if (filter.patient().isPresent()) {
            select.setString(1, PatientIndex.key(filter.patient().get()));
        } else {
            select.setString(
                    1, filter.from().map(at -> instantKey(at, BEFORE_DIGITS)).orElse(BEFORE_DIGITS));
            select.setString(
                    2, filter.until().map(at -> instantKey(at, AFTER_DIGITS)).orElse(AFTER_DIGITS));
        }
        return select;
    }

    /** Instants outside of the years 0 to 9999 begin with a sign, do not sort, and are always among what is read. */
    static String byFilterSql(Dialect dialect, boolean patient) {
        String key = dialect.instantKey();
        String found = patient
                ? PatientIndex.FIND
                : "SELECT sequence FROM ledger_entry WHERE " + key + " >= ? AND " + key + " < ? "
                        + "UNION ALL SELECT sequence FROM ledger_entry WHERE " + key + " < '" + BEFORE_DIGITS + "'";
        return Row.SELECT + "WHERE sequence IN (" + found + ") ORDER BY sequence";
    }

    private static boolean bounded(EntryFilter filter) {
        return filter.from().isPresent() || filter.until().isPresent();
    }

    private static String instantKey(Instant at, String outside) {
        String text = at.toString();
        return Character.isDigit(text.charAt(0)) ? text.substring(0, text.length() - 1) : outside;
    }

    /** Number and kind of the first entry of these kinds after {@code sequence}. @param kinds an empty set means every kind */
    static PreparedStatement kindsAfter(Connection connection, Set<EntryKind> kinds, long sequence)
            throws SQLException {
        String ofKinds = kinds.isEmpty() ? "" : "AND kind IN (" + marks(kinds.size()) + ") ";
        PreparedStatement select = connection.prepareStatement(
                "SELECT sequence, kind FROM ledger_entry WHERE sequence > ? " + ofKinds + "ORDER BY sequence LIMIT 1");
        select.setLong(1, sequence);
        int parameter = 2;
        for (EntryKind kind : kinds) {
            select.setString(parameter++, kind.name());
        }
        return select;
    }

    static PreparedStatement bySequence(Connection connection, long sequence) throws SQLException {
        PreparedStatement select = connection.prepareStatement(Row.SELECT + "WHERE sequence = ?");
        select.setLong(1, sequence);
        return select;
    }

    static PreparedStatement newest(Connection connection) throws SQLException {
        return connection.prepareStatement(Row.SELECT + Row.NEWEST);
    }

    /** For several kinds the numbers are gathered first, from the index: otherwise whole rows, bodies too, would be sorted. */
    private static String condition(int kinds) {
        if (kinds == 0) {
            return "";
        }
        if (kinds == 1) {
            return "WHERE kind = ?";
        }
        return "WHERE sequence IN (SELECT sequence FROM ledger_entry WHERE kind IN (" + marks(kinds) + "))";
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
