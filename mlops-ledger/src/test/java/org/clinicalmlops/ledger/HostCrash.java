package org.clinicalmlops.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.ledger.CrashProof.Tally;
import org.clinicalmlops.ledger.HostChild.Phase;

/**
 * Kills a host's JVM with SIGKILL while it predicts, hears outcomes and closes windows, or changes versions, or learns, and lets the next one take the
 * deployment up. Each time what was durable must be there, once, and as it was; and versions must have followed one another as they may.
 * That the next one begins its work shows that the deployment goes on.
 */
final class HostCrash {
    /** A ledger serves this many kills; then a new one keeps the look at all of it short. */
    private static final int KILLS_PER_LEDGER = 10;

    private static final Set<EntryKind> KINDS = Set.of(
            EntryKind.PREDICTED,
            EntryKind.OUTCOME_RECORDED,
            EntryKind.WENT_LIVE,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK,
            EntryKind.UPDATE_STEP_DONE,
            EntryKind.UPDATE_ENDED);
    /** By which another version answers. */
    private static final Set<EntryKind> CHANGES =
            Set.of(EntryKind.WENT_LIVE, EntryKind.MODEL_PROMOTED, EntryKind.MODEL_ROLLED_BACK);

    private HostCrash() {}

    static Tally run(Store store, Phase phase, int kills, long seed, Path folder) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Tally tally = Tally.NONE;
        String address = "";
        String deployment = "";
        Map<String, String> acknowledged = new HashMap<>();
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_PER_LEDGER == 0) {
                address = store.fresh(
                        Files.createDirectories(folder.resolve("host-" + store + "-" + phase + "-" + kill)));
                try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
                    deployment = Host.opened(ledger, phase.plan(), phase.daysOfData());
                }
                acknowledged.clear();
            }
            Killed killed = Killed.after(
                    random.nextLong(phase.microseconds()),
                    HostChild.class,
                    address,
                    phase.name(),
                    deployment,
                    "" + (seed + kill));
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
            Digest[] answers = {null};
            Recorded.read(ledger, KINDS, one -> {
                if (stored.put(what(one), how(one)) != null || !follows(one, answers)) {
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
        return switch (one.kind()) {
            case PREDICTED -> "predicted " + one.facts().required("prediction");
            case OUTCOME_RECORDED -> "outcome " + one.facts().required("prediction");
            case UPDATE_STEP_DONE ->
                "step " + one.facts().required("update") + "/" + one.facts().required("step");
            case UPDATE_ENDED -> "ended " + one.facts().required("update");
            default -> "changed " + one.sequence();
        };
    }

    private static String how(Recorded one) {
        return switch (one.kind()) {
            case PREDICTED -> one.facts().required("risk");
            case OUTCOME_RECORDED, UPDATE_STEP_DONE, UPDATE_ENDED -> "";
            default -> one.facts().required("model");
        };
    }

    /** Whether a change of version replaces the one that answered, and by another. */
    private static boolean follows(Recorded one, Digest[] answers) {
        if (!CHANGES.contains(one.kind())) {
            return true;
        }
        Digest before = answers[0];
        answers[0] = new Digest(one.facts().required("model"));
        return one.kind() == EntryKind.WENT_LIVE
                || one.facts().says("replaced", before.hex()) && !answers[0].equals(before);
    }
}
