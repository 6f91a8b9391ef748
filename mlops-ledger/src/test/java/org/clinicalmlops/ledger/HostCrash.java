package org.clinicalmlops.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.ledger.CrashProof.Tally;

/**
 * Kills a host's JVM with SIGKILL while it predicts, hears outcomes and closes windows, and lets the next one take the deployment up. Each
 * time what was durable must be there, once, with the same risk. That the next one begins its work shows that the deployment goes on.
 */
final class HostCrash {
    /** A ledger serves this many kills; then a new one keeps the look at all of it short. */
    private static final int KILLS_PER_LEDGER = 10;

    private HostCrash() {}

    static Tally run(Store store, int kills, long seed, Path folder) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Tally tally = Tally.NONE;
        String address = "";
        String deployment = "";
        Map<String, String> acknowledged = new HashMap<>();
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_PER_LEDGER == 0) {
                address = store.fresh(Files.createDirectories(folder.resolve("host-" + store + "-" + kill)));
                try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
                    deployment = Host.opened(ledger);
                }
                acknowledged.clear();
            }
            Killed killed =
                    Killed.after(random.nextLong(300_000), HostChild.class, address, deployment, "" + (seed + kill));
            for (String[] words : killed.acknowledged()) {
                acknowledged.put(words[1] + " " + words[2], words.length > 3 ? words[3] : "");
            }
            tally = tally.plus(look(address, acknowledged, killed));
        }
        return tally;
    }

    private static Tally look(String address, Map<String, String> acknowledged, Killed killed) {
        Map<String, String> stored = new HashMap<>();
        long[] duplicated = {0};
        boolean intact;
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            Recorded.read(ledger, Set.of(EntryKind.PREDICTED, EntryKind.OUTCOME_RECORDED), one -> {
                if (stored.put(what(one), one.facts().text("risk").orElse("")) != null) {
                    duplicated[0]++;
                }
            });
            intact = ledger.verify() instanceof Verification.Intact;
        }
        Set<Map.Entry<String, String>> lost = new HashSet<>(acknowledged.entrySet());
        lost.removeAll(stored.entrySet());
        return new Tally(
                1,
                killed.inTransaction() ? 1 : 0,
                killed.acknowledged().size(),
                lost.size(),
                duplicated[0],
                intact ? 0 : 1);
    }

    private static String what(Recorded one) {
        return (one.kind() == EntryKind.PREDICTED ? "predicted " : "outcome ")
                + one.facts().required("prediction");
    }
}
