package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import org.clinicalmlops.api.ledger.EntryKind;

/** The statements that read entries, ready to be executed; each is closed by its caller. */
final class Query {
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
