package org.clinicalmlops.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.ledger.CrashChild.Phase;

/**
 * Kills a JVM that writes, with SIGKILL and at random instants, and looks each time at what is left. What was acknowledged is read from
 * a pipe, outside of the killed process. After every kill the ledger is opened as it is, without a step by hand.
 */
final class CrashProof {
    /** A database serves this many kills; then a new one keeps the look at all of it short. */
    private static final int KILLS_PER_DATABASE = 10;

    private static final int OLD_ENTRIES = 500;

    private CrashProof() {}

    /**
     * What was counted over all kills.
     *
     * @param kills how many
     * @param inTransaction of these, how many came between begin and end of a transaction
     * @param acknowledged entries that were acknowledged before a kill
     * @param lost of these, how many were not there afterwards, or not as acknowledged
     * @param duplicated entries that were there twice
     * @param broken how often the chain, or the index beside it, did not verify
     */
    record Tally(int kills, int inTransaction, long acknowledged, long lost, long duplicated, int broken) {
        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(
                    kills + other.kills,
                    inTransaction + other.inTransaction,
                    acknowledged + other.acknowledged,
                    lost + other.lost,
                    duplicated + other.duplicated,
                    broken + other.broken);
        }
    }

    static Tally run(Store store, Phase phase, int kills, long seed, Path folder) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Tally tally = Tally.NONE;
        String address = "";
        Map<String, String> acknowledged = new HashMap<>();
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_PER_DATABASE == 0) {
                address = store.fresh(Files.createDirectory(folder.resolve(phase + "-" + kill)));
                acknowledged.clear();
                if (phase == Phase.MIGRATION) {
                    fill(address, acknowledged);
                }
            }
            if (phase == Phase.MIGRATION) {
                downgrade(address);
            }
            int before = acknowledged.size();
            boolean inTransaction = kill(address, phase, "run" + kill, random, acknowledged);
            tally = tally.plus(look(address, acknowledged, inTransaction, acknowledged.size() - before));
        }
        return tally;
    }

    /** @return whether it struck a transaction */
    private static boolean kill(
            String address, Phase phase, String run, SplittableRandom random, Map<String, String> acknowledged)
            throws Exception {
        long micros = random.nextLong(phase == Phase.MIGRATION ? 40_000 : 300_000);
        Killed killed = Killed.after(micros, CrashChild.class, address, phase.name(), run);
        for (String[] words : killed.acknowledged()) {
            if (words.length == 4 && words[2].length() == 64) {
                acknowledged.put(words[3], words[1] + " " + words[2]);
            }
        }
        return killed.inTransaction();
    }

    static Tally look(String address, Map<String, String> acknowledged, boolean inTransaction, long fresh) {
        Map<String, String> stored = new HashMap<>();
        long[] duplicated = {0};
        boolean intact;
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            ledger.read(EntryFilter.ALL, entry -> {
                String told = entry.sequence() + " " + entry.hash().hex();
                if (stored.put(entry.facts().required("id"), told) != null) {
                    duplicated[0]++;
                }
            });
            intact = ledger.verify() instanceof Verification.Intact;
        }
        long lost = acknowledged.entrySet().stream()
                .filter(ack -> !ack.getValue().equals(stored.get(ack.getKey())))
                .count();
        return new Tally(1, inTransaction ? 1 : 0, fresh, lost, duplicated[0], intact ? 0 : 1);
    }

    private static void fill(String address, Map<String, String> acknowledged) {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < OLD_ENTRIES; i++) {
                Facts facts = Facts.of("id", "old-" + i).with("patient", "p" + i % 100);
                drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, facts));
            }
            for (Entry e : ledger.appendAll(drafts)) {
                acknowledged.put(
                        e.facts().required("id"), e.sequence() + " " + e.hash().hex());
            }
        }
    }

    private static void downgrade(String address) throws SQLException {
        Databases.execute(
                Store.at(address),
                "DROP TABLE ledger_patient",
                "DROP INDEX ledger_entry_by_instant",
                "DELETE FROM ledger_schema WHERE version = 2");
    }
}
