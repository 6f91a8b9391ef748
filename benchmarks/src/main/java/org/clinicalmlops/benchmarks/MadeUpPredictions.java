package org.clinicalmlops.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/** Predictions of a model with ten features, as a deployment hands them to the audit; the same from run to run. */
final class MadeUpPredictions {
    /** Predictions that are stored in one transaction: what the audit takes at most. */
    static final int TOGETHER = 500;

    private static final int PATIENTS = 50_000;
    private static final int NUMBERS = 8;
    private static final List<String> MEASUREMENTS =
            IntStream.range(0, NUMBERS).mapToObj(i -> "input.measurement-" + i).toList();
    private static final List<String> WARDS = List.of("=medicine", "=surgery", "=intensive care", "=geriatrics");

    private MadeUpPredictions() {}

    /** @param count a multiple of {@link #TOGETHER} */
    static List<List<Draft>> batches(int count) {
        SplittableRandom random = new SplittableRandom(20);
        List<List<Draft>> batches = new ArrayList<>();
        for (int n = 0; n < count; n += TOGETHER) {
            List<Draft> batch = new ArrayList<>(TOGETHER);
            for (int i = 0; i < TOGETHER; i++) {
                batch.add(prediction(n + i, random));
            }
            batches.add(List.copyOf(batch));
        }
        return List.copyOf(batches);
    }

    /** How many facts they state. */
    static int factsOf(List<List<Draft>> batches) {
        int sum = 0;
        for (List<Draft> batch : batches) {
            for (Draft draft : batch) {
                sum += draft.facts().asMap().size();
            }
        }
        return sum;
    }

    private static Draft prediction(int n, SplittableRandom random) {
        Instant at = Instant.parse("2024-03-01T00:00:00Z").plusMillis(7L * n);
        double risk = random.nextDouble();
        Facts facts = Facts.of("deployment", "early-warning-1")
                .with("prediction", "early-warning-1-" + (n + 1))
                .with(
                        "patient",
                        Digest.of("patient " + random.nextInt(PATIENTS)).hex().substring(0, 32))
                .with("indexedAt", at.minusSeconds(random.nextInt(3_600)))
                .with("model", Digest.of("model"))
                .with("mode", "live")
                .with("risk", risk)
                .with("acting", risk > 0.3)
                .with("input.sex", random.nextBoolean() ? "=F" : "=M")
                .with("input.ward", WARDS.get(random.nextInt(WARDS.size())));
        for (int i = 0; i < NUMBERS; i++) {
            facts = facts.with(
                    MEASUREMENTS.get(i),
                    random.nextInt(10) == 0 ? "missing" : Double.toString(random.nextInt(2_000) / 10.0));
        }
        return Draft.of(EntryKind.PREDICTED, at, facts);
    }
}
