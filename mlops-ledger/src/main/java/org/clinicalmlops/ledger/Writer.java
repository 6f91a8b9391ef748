package org.clinicalmlops.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends, all or nothing. The connection is kept between appends, because opening a SQLite file costs several times what a
 * durable append costs; after any failure it is given back and the next append takes a new one. Not thread-safe.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final DataSource source;
    private final Dialect dialect;
    private @Nullable Appender appender;

    /** What must hold where the chain ends now. */
    interface Condition {
        Condition NONE = open -> {};

        void require(Appender open) throws SQLException;
    }

    Writer(DataSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
    }

    /**
     * @param drafts at least one
     * @param condition asked in the transaction, before anything is inserted
     * @throws SQLException if nothing was stored
     * @throws LedgerUnavailable if it is not known whether they were stored
     * @throws LedgerDamaged if the newest entry does not hold
     */
    List<Entry> append(List<Draft> drafts, Condition condition) throws SQLException {
        boolean committed = false;
        try {
            Appender open = appender == null ? new Appender(source, dialect) : appender;
            appender = open;
            Chain end = open.begin();
            condition.require(open);
            List<Entry> entries = following(end, drafts);
            open.insert(entries);
            commit(open, entries);
            committed = true;
            return entries;
        } finally {
            if (!committed) {
                giveBack();
            }
        }
    }

    private static List<Entry> following(Chain end, List<Draft> drafts) {
        List<Entry> entries = new ArrayList<>(drafts.size());
        Chain chain = end;
        for (Draft draft : drafts) {
            Entry entry = chain.next(draft);
            entries.add(entry);
            chain = Chain.endingWith(entry);
        }
        return List.copyOf(entries);
    }

    /** A commit can fail in its answer only: then the entries are looked for before their loss is reported. */
    private void commit(Appender open, List<Entry> entries) throws SQLException {
        try {
            open.commit();
        } catch (SQLException e) {
            giveBack();
            boolean stored;
            try {
                stored = isStored(entries.get(0));
            } catch (SQLException lost) {
                e.addSuppressed(lost);
                throw Failures.inDoubt(dialect, entries, e);
            }
            if (!stored) {
                throw e;
            }
            LOG.warn("a commit was reported as failed, but its {} entries are stored", entries.size(), Redacted.of(e));
        }
    }

    /** Looks under the lock of writers: a server may still be busy with a commit whose client is gone. */
    private boolean isStored(Entry entry) throws SQLException {
        try (Session session = Session.open(source, dialect);
                PreparedStatement lock = session.connection().prepareStatement(dialect.lock());
                PreparedStatement select = session.connection().prepareStatement(Row.HASH_OF)) {
            lock.execute();
            select.setLong(1, entry.sequence());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && entry.hash().hex().equals(row.getString(1));
            }
        }
    }

    /** Gives the connection back; what it had not committed is rolled back. */
    void giveBack() {
        Appender open = appender;
        appender = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("a connection of the ledger could not be given back in order", Redacted.of(e));
            }
        }
    }
}
