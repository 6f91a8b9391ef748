package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.clinicalmlops.api.ledger.Verification;

/**
 * A ledger in the host's database: SQLite in a file, or PostgreSQL. The tables are {@code ledger_entry},
 * {@code ledger_patient} and {@code ledger_schema}; the driver and the {@link DataSource} are the host's, pooled or not.
 *
 * <p>Threads: safe. Any number of ledgers, in one JVM or in several (with SQLite on one machine), may be open on the same
 * database: the end of the chain is read inside the transaction that appends to it, so that it cannot fork. A reader does not wait
 * for writers, nor they for it.
 *
 * <p>Connections: one is kept from the first append until {@link #close}; each reading takes another and gives it back when it
 * ends. A pool must therefore hold two, and one more per reader at the same time. A writer waits up to 30 seconds for another
 * one. SQLite's connections are set to that and to full synchronisation, and are given back that way.
 *
 * <p>PostgreSQL: version 12 or later, in UTF8, with {@code fsync} on; a session whose commits do not wait for the disk
 * ({@code synchronous_commit} off) is made to wait where it appends. The tables are in the schema that the search path names first.
 * Opening creates them once; after that a role needs the rights to select and insert in {@code ledger_entry} and {@code ledger_patient}, and to select and
 * update in {@code ledger_schema}, whose lock is what writers take.
 *
 * <p>Memory: one entry at a time with SQLite; with PostgreSQL up to 20 entries, two fetches of its driver.
 *
 * <p>Cost: an append is one durable transaction, however many drafts it has: many drafts in one {@link #appendAll} are an order
 * of magnitude cheaper than one by one.
 *
 * <p>The schema has triggers that refuse to change or delete an entry. They guard against mistakes, not against somebody with
 * the right to drop them; what shows a changed, removed, inserted or moved entry is {@link #verify}. It cannot show two things by
 * itself, since whoever can write the file can also compute hashes: entries cut off at the end, and an end that was rewritten as
 * a whole, with new hashes. Keep {@link Verification.Intact#last} of a verified ledger in another place and compare.
 */
public final class JdbcLedger implements Ledger, AutoCloseable {
    private static final String NOT_OPENED =
            "the ledger could not be opened; nothing in the database was changed by half";

    private final DataSource source;
    private final Dialect dialect;
    private final Object writing = new Object();
    private final Writer writer;
    private volatile boolean closed;

    private JdbcLedger(DataSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
        this.writer = new Writer(source, dialect);
    }

    /**
     * Opens the ledger in this database, and creates it or brings its tables to this library's version where needed.
     *
     * @throws LedgerUnavailable if the database cannot be reached or written
     * @throws LedgerUnsuitable if it is of a kind that is not supported, cannot keep a ledger durably (SQLite in memory, PostgreSQL
     *     without fsync), or was written by a newer library
     * @throws LedgerDamaged if the file is not a database, or damaged
     */
    public static JdbcLedger open(DataSource source) {
        Objects.requireNonNull(source, "source");
        Dialect dialect = dialect(source);
        try {
            prepare(source, dialect);
            try (Session session = Session.open(source, dialect)) {
                Schema.migrate(session.connection(), dialect);
            }
            return new JdbcLedger(source, dialect);
        } catch (SQLException e) {
            throw Failures.nothingStored(dialect, NOT_OPENED, e);
        }
    }

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        return append(drafts, Writer.Condition.NONE);
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        Set<EntryKind> unwanted = Set.copyOf(kinds);
        return append(drafts, open -> open.requireNone(unwanted, seen));
    }

    private List<Entry> append(List<Draft> drafts, Writer.Condition condition) {
        List<Draft> all = List.copyOf(drafts);
        synchronized (writing) {
            requireOpen();
            if (all.isEmpty()) {
                return List.of();
            }
            try {
                return writer.append(all, condition);
            } catch (SQLException e) {
                throw Failures.nothingStored(dialect, "entries could not be stored; the ledger is as it was before", e);
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Passes what was there when the reading began. What {@code entries} throws ends the reading and reaches the caller.
     *
     * @throws LedgerUnavailable if the database cannot be read
     * @throws LedgerDamaged if an entry cannot be read: the message names it
     */
    @Override
    public void read(Set<EntryKind> kinds, Consumer<? super Entry> entries) {
        read(new EntryFilter(kinds, Optional.empty(), Optional.empty(), Optional.empty()), entries);
    }

    /**
     * {@inheritDoc}
     *
     * <p>As {@link #read(Set, Consumer)}. Cost: a filter by patient, by kinds, or else by instants reads by an index; of what that
     * leaves, entries that the rest of the filter does not want are read and passed over.
     *
     * @throws LedgerUnavailable if the database cannot be read
     * @throws LedgerDamaged if an entry cannot be read: the message names it
     */
    @Override
    public void read(EntryFilter filter, Consumer<? super Entry> entries) {
        Objects.requireNonNull(entries, "entries");
        requireOpen();
        try (Session session = Session.open(source, dialect);
                PreparedStatement select = Query.byFilter(session, filter);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Entry entry = Row.read(rows);
                if (filter.accepts(entry)) {
                    entries.accept(entry);
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        } catch (UnreadableRow e) {
            throw Failures.damaged(e);
        }
    }

    @Override
    public Optional<Entry> entry(long sequence) {
        requireOpen();
        try (Session session = Session.open(source, dialect);
                PreparedStatement select = Query.bySequence(session.connection(), sequence)) {
            return single(select);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Optional<Entry> last() {
        requireOpen();
        try (Session session = Session.open(source, dialect);
                PreparedStatement select = Query.newest(session.connection())) {
            return single(select);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Verifies what was there when it began. A row that cannot be read is an answer, {@link Verification.Broken}.
     *
     * @throws LedgerUnavailable if the database cannot be reached
     */
    @Override
    public Verification verify() {
        requireOpen();
        try (Session session = Session.open(source, dialect)) {
            return Verifier.verify(session.connection(), dialect, "");
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Computes the index of patients again from the entries, in one transaction. Needed only if {@link #verify} says so, after
     * somebody changed the table behind the ledger's back. Cost: one pass; other writers wait.
     *
     * @throws LedgerUnavailable if it cannot be written; it is then as it was
     * @throws LedgerDamaged if an entry cannot be read
     */
    public void rebuildIndex() {
        requireOpen();
        try (Session session = Session.open(source, dialect);
                PreparedStatement lock = session.connection().prepareStatement(dialect.lock())) {
            lock.execute();
            PatientIndex.rebuild(session.connection(), dialect);
            session.connection().commit();
        } catch (SQLException e) {
            throw Failures.nothingStored(dialect, "the index of patients could not be rebuilt; it is as it was", e);
        } catch (UnreadableRow e) {
            throw Failures.damaged(e);
        }
    }

    /**
     * Writes a copy of a SQLite ledger to {@code file} while it is in use: the state of one instant, verified in the copy, and on
     * the disk when the call returns. Nobody waits for it. Until it is complete the copy is called {@code file} with {@code .part}
     * at its end. A ledger in PostgreSQL is backed up with the server's own tools.
     *
     * @param file must not be there yet
     * @return what verifying the copy found; a copy that does not hold is kept, for it is the evidence
     * @throws IllegalArgumentException if there is such a file
     * @throws UnsupportedOperationException if the database is PostgreSQL
     * @throws LedgerUnavailable if the copy cannot be written; a part of it may be left
     */
    public Verification backup(Path file) {
        requireOpen();
        return Backup.of(source, dialect, file.toAbsolutePath());
    }

    /** Gives back the connection that appends use. The {@link DataSource} is the host's and stays open. */
    @Override
    public void close() {
        synchronized (writing) {
            closed = true;
            writer.giveBack();
        }
    }

    private static Dialect dialect(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Dialect.of(connection);
        } catch (SQLException e) {
            throw Failures.unreachable(NOT_OPENED, e);
        }
    }

    private static void prepare(DataSource source, Dialect dialect) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            dialect.prepareConnection(connection);
            dialect.prepareDatabase(connection);
            connection.setAutoCommit(autoCommit);
        }
    }

    private static Optional<Entry> single(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(Row.read(rows)) : Optional.empty();
        } catch (UnreadableRow e) {
            throw Failures.damaged(e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the ledger is closed");
        }
    }

    private MlopsException unreadable(SQLException cause) {
        return Failures.nothingStored(dialect, "the ledger could not be read", cause);
    }
}
