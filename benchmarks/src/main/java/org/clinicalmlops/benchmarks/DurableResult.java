package org.clinicalmlops.benchmarks;

import java.util.Locale;

/**
 * What came of a case of durable predictions. The times and the rate are of what was measured; the counts are of all that was called once the
 * deployment was live, the warm-up included.
 *
 * @param title of the case
 * @param perSecond predictions that were durable, from the first call to the completion of the last receipt
 * @param cpuMicros processor time of this JVM for a prediction, of all its threads; a database server's is not in it
 * @param calls of {@code predictWithReceipt}
 * @param answered calls that got an answer
 * @param abstained calls that got none
 * @param durable answers whose receipt said that they are stored
 * @param recorded predictions in the ledger that was opened again and verified
 * @param blocks entries that hold them
 */
record DurableResult(
        String title,
        double perSecond,
        double cpuMicros,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        long calls,
        long answered,
        long abstained,
        long durable,
        long recorded,
        long blocks) {
    /** Durable predictions a second that are to be reached on two processors. */
    static final double BAR = 20_000;

    /** {@code case <name> durable-per-second <n> bar 20000 ratio <n/bar> cpu-us .. p50-us .. p99-us .. p99.9-us .. max-us ..}, then the counts. */
    String line() {
        return String.format(
                Locale.ROOT,
                "case %s durable-per-second %.0f bar %.0f ratio %.2f cpu-us %.1f p50-us %.1f p99-us %.1f p99.9-us %.1f max-us %.1f"
                        + " calls %d answered %d abstained %d durable %d recorded %d blocks %d",
                title,
                perSecond,
                BAR,
                perSecond / BAR,
                cpuMicros,
                p50Micros,
                p99Micros,
                p999Micros,
                maxMicros,
                calls,
                answered,
                abstained,
                durable,
                recorded,
                blocks);
    }

    /** Whether every call was answered or not, and every answer is durable, and on record once. */
    boolean addsUp() {
        return calls == answered + abstained && answered == durable && answered == recorded;
    }
}
