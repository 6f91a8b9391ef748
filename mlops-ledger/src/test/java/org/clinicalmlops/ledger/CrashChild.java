package org.clinicalmlops.ledger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/**
 * The JVM that is killed. Arguments: address, phase, a name that no other run has. What it prints goes to the pipe unbuffered, so
 * that the parent has it whatever happens: {@code ready}, {@code begin} before each transaction, then for each entry that is
 * acknowledged {@code ack sequence hash id}, and {@code end}.
 */
final class CrashChild {
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private CrashChild() {}

    /** What is under way when the kill comes. */
    enum Phase {
        /** One entry per transaction. */
        SINGLE,
        /** Fifty entries per transaction, each of a patient. */
        BATCH,
        /** An old schema is brought to the new version. */
        MIGRATION
    }

    public static void main(String[] arguments) throws IOException {
        String address = arguments[0];
        Phase phase = Phase.valueOf(arguments[1]);
        if (phase == Phase.MIGRATION) {
            loadClasses();
            say("ready");
            say("begin");
            JdbcLedger.open(Store.at(address)).close();
            say("end");
            return;
        }
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            ledger.appendAll(drafts(phase, arguments[2] + "-first"));
            say("ready");
            for (int n = 0; n < 1_000_000; n++) {
                List<Draft> drafts = drafts(phase, arguments[2] + "-" + n);
                say("begin");
                List<Entry> entries = ledger.appendAll(drafts);
                StringBuilder acknowledged = new StringBuilder();
                for (Entry e : entries) {
                    acknowledged.append(String.join(
                            " ",
                            "ack",
                            "" + e.sequence(),
                            e.hash().hex(),
                            e.facts().required("id") + "\n"));
                }
                say(acknowledged + "end");
            }
        }
    }

    private static List<Draft> drafts(Phase phase, String id) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < (phase == Phase.BATCH ? 50 : 1); i++) {
            Facts facts = Facts.of("id", id + "-" + i).with("patient", "p" + i % 7);
            drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, facts));
        }
        return drafts;
    }

    /** So that the kill strikes the migration and not the start of the JVM. */
    private static void loadClasses() throws IOException {
        Path scratch = Files.createTempDirectory("scratch");
        Path file = scratch.resolve("ledger.db");
        JdbcLedger.open(Databases.file(file)).close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(scratch);
    }

    private static void say(String line) throws IOException {
        OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
