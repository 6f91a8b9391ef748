package org.clinicalmlops.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Patients' keys in a database of their own: a SQLite file, or PostgreSQL. Each is stored wrapped under a master key of the host's,
 * which is stored nowhere. The table is {@code patient_key}.
 *
 * <p>What forgetting leaves. SQLite: nothing in its files; the key's bytes are overwritten in place. Freed blocks of the disk, a solid-state
 * disk's spare cells, snapshots and backups of the file are out of reach of a program: keep few backups of this file, for a short time.
 * PostgreSQL: the old row until the table is vacuumed and its place is used again, and the server's log archive for as long as it is
 * kept. All of that is wrapped: it is worth nothing without the master key.
 *
 * <p>Threads: safe; one call at a time. Several of them, in one JVM or in several, may be open on the same database. One connection is
 * kept until {@link #close}; after a failure the next call takes a new one.
 *
 * <p>Cost: about ten microseconds per key that is there, one durable transaction for all that one call makes.
 */
public final class JdbcPatientKeys implements PatientKeys, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcPatientKeys.class);
    /** The key that shows whether the master key is the right one; no name is empty. */
    private static final String CHECK = "";

    private final DataSource source;
    private final KeyWrapping wrapping;
    private final Object lock = new Object();
    private @Nullable KeyTable table;
    private boolean closed;

    private JdbcPatientKeys(DataSource source, KeyWrapping wrapping) {
        this.source = source;
        this.wrapping = wrapping;
    }

    /**
     * Opens the keys in this database, and creates the table if it is not there.
     *
     * @param source of a database without a ledger
     * @param master AES, 256 bits; kept by the host outside of this database and of the ledger
     * @throws LedgerUnsuitable if the database holds a ledger, is of a kind that is not supported, or its keys are wrapped under
     *     another master key
     * @throws KeysUnavailable if the database cannot be reached or written
     */
    public static JdbcPatientKeys open(DataSource source, SecretKey master) {
        Objects.requireNonNull(source, "source");
        JdbcPatientKeys keys = new JdbcPatientKeys(source, new KeyWrapping(Objects.requireNonNull(master, "master")));
        keys.does("the keys could not be opened", table -> {
            table.create();
            return CHECK;
        });
        try {
            keys.all(Set.of(CHECK));
        } catch (KeysUnavailable e) {
            keys.close();
            throw e.getCause() == null ? new LedgerUnsuitable("not opened: " + e.getMessage()) : e;
        }
        return keys;
    }

    @Override
    public Map<String, PatientKey> of(Set<String> names) {
        names.forEach(JdbcPatientKeys::requireName);
        return names.isEmpty() ? Map.of() : all(names);
    }

    private Map<String, PatientKey> all(Set<String> names) {
        return does("keys could not be read or made", table -> {
            Map<String, PatientKey> found = table.newest(names);
            table.rollback(); // a transaction that begins by reading may not write any more when others wrote meanwhile
            if (found.size() < names.size()) {
                Set<String> missing = new TreeSet<>(names);
                missing.removeAll(new HashSet<>(found.keySet()));
                table.lock();
                found.putAll(table.newest(missing));
                for (String name : missing) {
                    if (!found.containsKey(name)) {
                        found.put(name, table.insert(name));
                    }
                }
                table.commit();
            }
            return Map.copyOf(found);
        });
    }

    @Override
    public PatientKey renew(String name) {
        requireName(name);
        return does("a key could not be made", table -> {
            table.lock();
            PatientKey key = table.insert(name);
            table.commit();
            return key;
        });
    }

    @Override
    public Optional<PatientKey> find(String name, long generation) {
        requireName(name);
        return does("a key could not be read", table -> {
            Optional<PatientKey> key = table.find(name, generation);
            table.rollback();
            return key;
        });
    }

    @Override
    public long newest(String name) {
        requireName(name);
        return does("a key could not be looked for", table -> {
            long generation = table.newestEver(name);
            table.rollback();
            return generation;
        });
    }

    @Override
    public void forget(String name, long upTo) {
        requireName(name);
        does("whether keys are forgotten is not sure", table -> {
            table.lock();
            table.overwrite(name, upTo);
            table.commit();
            return name;
        });
    }

    /** Gives the connection back. The {@link DataSource} is the host's and stays open. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            giveBack();
        }
    }

    private interface Work<T> {
        T in(KeyTable table) throws SQLException;
    }

    private <T> T does(String failure, Work<T> work) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the store of keys is closed");
            }
            boolean done = false;
            try {
                KeyTable open = table == null ? KeyTable.open(source, wrapping) : table;
                table = open;
                T result = work.in(open);
                done = true;
                return result;
            } catch (SQLException e) {
                throw new KeysUnavailable(failure, Redacted.of(e));
            } finally {
                if (!done) {
                    giveBack();
                }
            }
        }
    }

    private void giveBack() {
        KeyTable open = table;
        table = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn(
                        "a connection to the keys could not be given back in order: {}",
                        e.getClass().getSimpleName());
            }
        }
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a key must not be blank");
        }
    }
}
