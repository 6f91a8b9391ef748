package org.clinicalmlops.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.PredictionBlock;

/** Ledgers of many predictions in blocks, as the audit of a workspace stores them. */
final class PredictionBlocks {
    private static final int TOGETHER = 500;

    private PredictionBlocks() {}

    /** @param output what the verifying JVM printed */
    record Verified(boolean intact, long blocks, double seconds, String output) {}

    /** @return how many blocks they made */
    static long fill(String address, int predictions) {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            List<Draft> together = new ArrayList<>(TOGETHER);
            for (int n = 1; n <= predictions; n++) {
                together.add(prediction(n));
                if (together.size() == TOGETHER || n == predictions) {
                    ledger.append(PredictionBlock.of(together));
                    together.clear();
                }
            }
            return ledger.last().orElseThrow().sequence();
        }
    }

    static Draft prediction(int n) {
        Instant at = Databases.START.plusMillis(10L * n);
        return Draft.of(
                EntryKind.PREDICTED,
                at,
                Facts.of("deployment", "ward-7")
                        .with("prediction", "ward-7-" + n)
                        .with("patient", "p" + n % 100_003)
                        .with("indexedAt", at.minusSeconds(60))
                        .with("risk", n % 1_000 / 1_000.0)
                        .with("input.age", n % 90)
                        .with("input.sex", n % 2 == 0 ? "=F" : "=M"));
    }

    /** Fills a fresh ledger, and has it verified by a JVM of its own. */
    static Verified verifiedIn32Megabytes(String address, int predictions, Path output)
            throws IOException, InterruptedException {
        long blocks = fill(address, predictions);
        long started = System.nanoTime();
        int exit = ChildJvm.builder(Proof.Verify.class, List.of("-Xmx32m"), address, "" + blocks)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return new Verified(exit == 0, blocks, (System.nanoTime() - started) / 1e9, Files.readString(output));
    }
}
