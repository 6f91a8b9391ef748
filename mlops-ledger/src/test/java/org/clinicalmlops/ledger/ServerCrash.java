package org.clinicalmlops.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.ledger.CrashProof.Tally;

/**
 * Kills a PostgreSQL server, all its processes with SIGKILL, at random instants while this JVM appends through one ledger that stays
 * open; then starts it again on its files and looks at what is left. The server runs with fsync.
 */
final class ServerCrash {
    private static final String SCHEMA = "public";

    private ServerCrash() {}

    static Tally run(int kills, long seed, Path folder) throws Exception {
        Server.assumeThereIsOne();
        SplittableRandom random = new SplittableRandom(seed);
        Path data = folder.resolve("server");
        Tally tally = Tally.NONE;
        Map<String, String> acknowledged = new HashMap<>();
        EmbeddedPostgres server = start(data, 0);
        int port = server.getPort();
        String address = Server.address(port, SCHEMA);
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            for (int kill = 0; kill < kills; kill++) {
                int before = acknowledged.size();
                long millis = random.nextLong(20, 300);
                ProcessHandle first = firstProcess(data);
                AtomicBoolean appending = new AtomicBoolean();
                CompletableFuture<Boolean> struck = CompletableFuture.supplyAsync(
                        () -> {
                            boolean inTransaction = appending.get();
                            killAll(first);
                            return inTransaction;
                        },
                        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
                Unanswered unanswered = appendUntilItFails(ledger, "kill" + kill, acknowledged, appending);
                boolean inTransaction = struck.get();
                server.close(); // nothing is left to stop: gives up the lock of the folder
                server = start(data, port);
                resume(ledger, unanswered, acknowledged);
                tally = tally.plus(CrashProof.look(address, acknowledged, inTransaction, acknowledged.size() - before));
            }
        } finally {
            server.close();
        }
        return tally;
    }

    /** The drafts whose append failed, and the entries that they may have become all the same. */
    private record Unanswered(List<Draft> drafts, List<Entry> inDoubt) {}

    private static Unanswered appendUntilItFails(
            JdbcLedger ledger, String run, Map<String, String> acknowledged, AtomicBoolean appending) {
        for (int n = 0; ; n++) {
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < 1 + n % 3 * 10; i++) {
                Facts facts = Facts.of("id", run + "-" + n + "-" + i).with("patient", "p" + i);
                drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, facts));
            }
            try {
                appending.set(true);
                List<Entry> entries = ledger.appendAll(drafts);
                appending.set(false);
                note(entries, acknowledged);
            } catch (LedgerUnavailable e) {
                if (e.reason() != LedgerUnavailable.Reason.CONNECTION) {
                    throw new IllegalStateException("a dead server is not reported as such, but as " + e.reason(), e);
                }
                return new Unanswered(drafts, e.inDoubt());
            }
        }
    }

    /** What a host does: looks if it is in doubt, and appends what is not there. The same ledger goes on. */
    private static void resume(JdbcLedger ledger, Unanswered unanswered, Map<String, String> acknowledged) {
        List<Entry> inDoubt = unanswered.inDoubt();
        boolean stored = !inDoubt.isEmpty()
                && ledger.entry(inDoubt.get(0).sequence())
                        .filter(inDoubt.get(0)::equals)
                        .isPresent();
        note(stored ? inDoubt : ledger.appendAll(unanswered.drafts()), acknowledged);
    }

    private static void note(List<Entry> entries, Map<String, String> acknowledged) {
        for (Entry e : entries) {
            acknowledged.put(
                    e.facts().required("id"), e.sequence() + " " + e.hash().hex());
        }
    }

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                Server.durable().setDataDirectory(data).setCleanDataDirectory(false);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** The server's first process, whose number is the first line of its file; the rest are its children. */
    private static ProcessHandle firstProcess(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void killAll(ProcessHandle first) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(first), first.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
