package org.clinicalmlops.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.ledger.CrashChild.Phase;
import org.clinicalmlops.ledger.CrashProof.Tally;

/**
 * What the profile {@code crash} runs and prints. Arguments: kills per store and phase, kills of the server, cases of each way to
 * tamper, entries, and predictions in blocks, that are verified in a heap of 32 MB. The exit code is 1 if anything did not hold.
 */
final class Proof {
    /** Of 300 kills in a phase at least 30 are to strike a transaction; of fewer, in proportion. */
    private static final int KILLS_PER_STRUCK_TRANSACTION = 10;

    private final PrintStream out;
    private final Path folder;
    private boolean holds = true;

    private Proof(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("ledger-proof");
        Proof proof = new Proof(new PrintStream(System.out, true, StandardCharsets.UTF_8), folder);
        try {
            proof.kills(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            proof.power(Integer.parseInt(arguments[0]));
            proof.tampering(Integer.parseInt(arguments[2]));
            proof.memory(Integer.parseInt(arguments[3]));
            proof.blocks(Integer.parseInt(arguments[4]));
        } finally {
            delete(folder);
        }
        System.exit(proof.holds ? 0 : 1);
    }

    private void kills(int kills, int ofServer) throws Exception {
        out.printf(
                "%-34s %6s %9s %12s %6s %11s %7s%n",
                "killed with SIGKILL", "kills", "in trans.", "acknowledged", "lost", "duplicated", "broken");
        List<CompletableFuture<Void>> stores = Stream.of(Store.values())
                .map(store -> CompletableFuture.runAsync(() -> killsOn(store, kills)))
                .toList();
        stores.forEach(CompletableFuture::join);
        row("server, POSTGRES, both sizes", ServerCrash.run(ofServer, 5, folder));
    }

    private void killsOn(Store store, int kills) {
        try {
            for (Phase phase : Phase.values()) {
                Path place = Files.createDirectory(folder.resolve(store + "-" + phase));
                killed("JVM, " + store + ", " + phase, CrashProof.run(store, phase, kills, phase.ordinal(), place));
            }
            for (HostChild.Phase phase : HostChild.Phase.values()) {
                killed("host, " + store + ", " + phase, HostCrash.run(store, phase, kills, 7, folder));
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private synchronized void killed(String name, Tally t) {
        row(name, t);
        holds &= t.inTransaction() >= t.kills() / KILLS_PER_STRUCK_TRANSACTION;
    }

    private void row(String name, Tally t) {
        out.printf(
                "%-34s %6d %9d %12d %6d %11d %7d%n",
                name.toLowerCase(Locale.ROOT),
                t.kills(),
                t.inTransaction(),
                t.acknowledged(),
                t.lost(),
                t.duplicated(),
                t.broken());
        holds &= t.lost() == 0 && t.duplicated() == 0 && t.broken() == 0;
    }

    private void power(int cuts) throws Exception {
        out.printf(
                "%n%-34s %6s %12s %6s %6s %7s%n",
                "power lost, SQLITE", "cuts", "acknowledged", "lost", "halves", "broken");
        for (String synchronous : new String[] {PowerLoss.FULL, "NORMAL", "OFF"}) {
            boolean ours = synchronous.equals(PowerLoss.FULL);
            PowerLoss.Tally t = PowerLoss.run(cuts, synchronous, 6, folder);
            out.printf(
                    "%-34s %6d %12d %6d %6d %7d%n",
                    ours ? "as the ledger syncs" : "if it synced as " + synchronous.toLowerCase(Locale.ROOT),
                    t.cuts(),
                    t.acknowledged(),
                    t.lost(),
                    t.halves(),
                    t.broken());
            holds &= t.holds() == ours; // with less syncing the same look must find what is lost
        }
    }

    private void tampering(int cases) throws Exception {
        out.printf("%n%-60s %6s %6s%n", "tampered with, first bad entry or checkpoint named", "cases", "found");
        try (TamperingProof proof = new TamperingProof(folder)) {
            for (Tampering way : Tampering.values()) {
                found(way.name(), cases, proof.found(way, cases));
            }
            found("CUT_TAIL, against checkpoints", cases, proof.cutTailsFound(cases));
            found("SWAP_DATABASES, against checkpoints", cases, proof.swappedDatabasesFound(cases));
            holds &= proof.holdsUntouched();
        }
    }

    private void found(String name, int cases, int found) {
        out.printf("%-60s %6d %6d%n", name.toLowerCase(Locale.ROOT).replace('_', ' '), cases, found);
        holds &= found == cases;
    }

    private void memory(int entries) throws Exception {
        out.println();
        for (Store store : Store.values()) {
            String address = store.fresh(Files.createDirectory(folder.resolve("memory-" + store)));
            fill(address, entries);
            Path output = folder.resolve("memory.out");
            long started = System.nanoTime();
            int exit = ChildJvm.builder(Verify.class, List.of("-Xmx32m"), address, "" + entries)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            out.printf(
                    Locale.ROOT,
                    "%s: %d entries verified in a heap of 32 MB: %s, %.1f s with the start of the JVM%n",
                    store,
                    entries,
                    exit == 0 ? "intact" : Files.readString(output),
                    (System.nanoTime() - started) / 1e9);
            holds &= exit == 0;
        }
    }

    private void blocks(int predictions) throws Exception {
        String address = Store.SQLITE.fresh(Files.createDirectory(folder.resolve("memory-blocks")));
        PredictionBlocks.Verified verified =
                PredictionBlocks.verifiedIn32Megabytes(address, predictions, folder.resolve("memory.out"));
        out.printf(
                Locale.ROOT,
                "SQLITE: %d predictions in %d blocks verified in a heap of 32 MB: %s, %.1f s with the start of the JVM%n",
                predictions,
                verified.blocks(),
                verified.intact() ? "intact" : verified.output(),
                verified.seconds());
        holds &= verified.intact();
    }

    private static void fill(String address, int entries) {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            List<Draft> drafts = new ArrayList<>();
            for (int n = 1; n <= entries; n++) {
                Facts facts = Facts.of("patient", "p" + n % 1_000)
                        .with("risk", n / 7.0)
                        .with("input.x", "y".repeat(100));
                drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START.plusSeconds(n), facts));
                if (drafts.size() == 1_000 || n == entries) {
                    ledger.appendAll(drafts);
                    drafts.clear();
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Verifies a ledger of so many entries; anything else ends it with another exit code than 0. */
    static final class Verify {
        private Verify() {}

        public static void main(String[] arguments) {
            try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]))) {
                Verification.Intact intact = (Verification.Intact) ledger.verify();
                if (intact.entries() != Long.parseLong(arguments[1])) {
                    throw new IllegalStateException("there are " + intact.entries());
                }
            }
        }
    }
}
