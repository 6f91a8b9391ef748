package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import org.clinicalmlops.api.ledger.EntryKind;

/** The statements that read entries, ready to be executed; each is closed by its caller. */
final class Query {
    /** Rows that a driver may hold at once, where it buffers; SQLite's steps through them one by one. Our choice. */
    private static final int FETCHED_ROWS = 100;

    private Query() {}

    /** Oldest first. @param kinds an empty set means every kind */
    static PreparedStatement byKind(Connection connection, Set<EntryKind> kinds) throws SQLException {
        PreparedStatement select = connection.prepareStatement(byKindSql(kinds.size()));
        select.setFetchSize(FETCHED_ROWS);
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
        String marks = String.join(", ", Collections.nCopies(kinds, "?"));
        return "WHERE sequence IN (SELECT sequence FROM ledger_entry WHERE kind IN (" + marks + "))";
    }
}
