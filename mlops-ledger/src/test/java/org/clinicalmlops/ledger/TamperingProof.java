package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.CheckpointVerification;
import org.clinicalmlops.api.ledger.CheckpointVerification.Failed;
import org.clinicalmlops.api.ledger.CheckpointVerification.Held;
import org.clinicalmlops.api.ledger.CheckpointVerification.Reason;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;

/**
 * Tampers with copies of one ledger of 300 entries, over and over, and counts how often the verification finds it and names the
 * first entry, or checkpoint, that does not hold. All cases run on one connection to one SQLite file from which the triggers are
 * gone; before each, the table of entries is made anew from a copy.
 */
final class TamperingProof implements AutoCloseable {
    static final int ENTRIES = 300;

    private final Connection connection;
    private final DataSource database;
    private final JdbcLedger ledger;
    private final List<Entry> entries;
    private final KeyPair keys;
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    TamperingProof(Path folder) throws SQLException, GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path other = folder.resolve("other.db");
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(other))) {
            ledger.appendAll(Databases.drafts(ENTRIES + 1).subList(1, ENTRIES + 1));
        }
        connection = Databases.file(folder.resolve("ledger.db")).getConnection();
        // nothing here has to survive a power cut
        database = new FaultyDataSource(Databases.lending(connection))
                .replace("synchronous = FULL", "synchronous = OFF")
                .source();
        ledger = JdbcLedger.open(database);
        entries = ledger.appendAll(Databases.drafts(ENTRIES));
        Databases.dropTriggers(database);
        Databases.execute(
                database,
                "ATTACH '" + other + "' AS other",
                "CREATE TABLE kept AS SELECT * FROM ledger_entry",
                "CREATE TABLE theirs AS SELECT * FROM other.ledger_entry");
        for (int n = 50; n <= ENTRIES; n += 50) {
            checkpoints.add(Checkpoint.of(
                    Chain.endingWith(entries.get(n - 1)),
                    Databases.START,
                    "key",
                    CheckpointSigner.of(keys.getPrivate())));
        }
    }

    /** In how many of the cases, one per seed, the tampering was found and its first bad entry named. */
    int found(Tampering way, int cases) throws Exception {
        int found = 0;
        for (int seed = 0; seed < cases; seed++) {
            restore("kept");
            long firstBad = way.apply(database, entries, new SplittableRandom(seed));
            if (verified() instanceof Verification.Broken broken && broken.sequence() == firstBad) {
                found++;
            }
        }
        return found;
    }

    /** How often a cut tail was found against the checkpoints, the first touched one named; the chain alone must not see it. */
    int cutTailsFound(int cases) throws Exception {
        int found = 0;
        for (int seed = 0; seed < cases; seed++) {
            restore("kept");
            long left = new SplittableRandom(seed).nextLong(0, ENTRIES);
            Databases.execute(database, "DELETE FROM ledger_entry WHERE sequence > " + left);
            Checkpoint first = checkpoints.stream()
                    .filter(checkpoint -> checkpoint.entries() > left)
                    .findFirst()
                    .orElseThrow();
            if (verified() instanceof Verification.Intact && held().equals(new Failed(first, Reason.ENTRIES_MISSING))) {
                found++;
            }
        }
        return found;
    }

    /** How often another whole ledger in the place of this one was found; its own chain holds. */
    int swappedDatabasesFound(int cases) throws Exception {
        int found = 0;
        for (int seed = 0; seed < cases; seed++) {
            restore("theirs");
            long left = new SplittableRandom(seed).nextLong(1, ENTRIES + 1);
            Databases.execute(database, "DELETE FROM ledger_entry WHERE sequence > " + left);
            Checkpoint first = checkpoints.get(0);
            Reason reason = left < first.entries() ? Reason.ENTRIES_MISSING : Reason.PAST_REWRITTEN;
            if (verified() instanceof Verification.Intact && held().equals(new Failed(first, reason))) {
                found++;
            }
        }
        return found;
    }

    /** Untouched, the ledger verifies: without this a verification that always complains would pass. */
    boolean holdsUntouched() throws Exception {
        restore("kept");
        return verified() instanceof Verification.Intact intact
                && intact.entries() == ENTRIES
                && held().equals(new Held(intact, ENTRIES));
    }

    private Verification verified() {
        return ledger.verify();
    }

    private CheckpointVerification held() {
        return CheckpointVerification.of(ledger, checkpoints, Map.of("key", keys.getPublic()));
    }

    private void restore(String table) throws SQLException {
        Databases.execute(
                database,
                "DROP TABLE ledger_entry",
                "CREATE TABLE ledger_entry (sequence INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, "
                        + "facts TEXT NOT NULL, body TEXT, previous TEXT NOT NULL, hash TEXT NOT NULL)",
                "INSERT INTO ledger_entry SELECT * FROM " + table);
    }

    @Override
    public void close() throws SQLException {
        ledger.close();
        connection.close();
    }
}
