package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.LedgerDamaged;

/** One connection with the statements of an append, prepared once. Closing the session closes them. */
final class Appender implements AutoCloseable {
    private final Session session;
    private final PreparedStatement lock;
    private final PreparedStatement head;
    private final PreparedStatement insert;
    private final PatientInsert index;

    Appender(DataSource source, Dialect dialect) throws SQLException {
        session = Session.open(source, dialect);
        try {
            Connection connection = session.connection();
            lock = connection.prepareStatement(dialect.lock());
            head = connection.prepareStatement("SELECT sequence, hash FROM ledger_entry " + Row.NEWEST);
            insert = connection.prepareStatement(Row.INSERT);
            index = new PatientInsert(connection, dialect);
        } catch (SQLException | RuntimeException e) {
            try (session) {
                throw e;
            }
        }
    }

    /** Begins a transaction in which nobody else appends, and says where the chain stands in it. */
    Chain begin() throws SQLException {
        lock.execute();
        try (ResultSet row = head.executeQuery()) {
            return row.next() ? new Chain(row.getLong(1), new Digest(row.getString(2))) : Chain.EMPTY;
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new LedgerDamaged(0, "nothing is appended: the newest entry is damaged; verify the ledger", e);
        }
    }

    /**
     * In the transaction that {@link #begin} has begun.
     *
     * @throws LedgerConflict if an entry of these kinds was appended after {@code seen}
     */
    void requireNone(Set<EntryKind> kinds, long seen) throws SQLException {
        try (PreparedStatement select = Query.kindsAfter(session.connection(), kinds, seen);
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                throw new LedgerConflict(row.getLong(1), Row.kind(row.getLong(1), row.getString(2)));
            }
        } catch (UnreadableRow e) {
            throw Failures.damaged(e);
        }
    }

    void insert(List<Entry> entries) throws SQLException {
        for (Entry entry : entries) {
            Row.write(entry, insert);
            insert.addBatch();
            index.add(entry);
        }
        insert.executeBatch();
        index.execute();
    }

    void commit() throws SQLException {
        session.connection().commit();
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
        try (session;
                lock;
                head;
                insert;
                index) {
            session.connection().rollback();
        }
    }
}
