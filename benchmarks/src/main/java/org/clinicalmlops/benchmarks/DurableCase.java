package org.clinicalmlops.benchmarks;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.Trainer;

/**
 * Question: how many predictions a second does a live deployment give of which each is known to be on the disk? The model of
 * {@link ServedModel}, called by threads of the same JVM, its ledger in a database on the same machine.
 */
enum DurableCase {
    /** Two callers, in a file. */
    SQLITE("durable-sqlite", LedgerFile::new, 2),
    /** Two callers, in a server that takes the same processors. */
    POSTGRESQL("durable-postgresql", LedgerServer::new, 2),
    /** One caller. */
    SQLITE_1_THREAD("durable-sqlite-1-thread", LedgerFile::new, 1),
    POSTGRESQL_1_THREAD("durable-postgresql-1-thread", LedgerServer::new, 1);

    /** Receipts of all callers together: fewer than the audit's queue holds, so that nothing is refused. */
    private static final int MOST_OUTSTANDING = 4_000;
    /** Our choice: more than the bar times ten in the longest run; eight bytes each. */
    private static final int MOST_CALLS = 4_000_000;

    private static final int DISTINCT_ROWS = 16_384;

    private final String title;
    private final Supplier<LedgerPlace> place;
    private final int threads;

    DurableCase(String title, Supplier<LedgerPlace> place, int threads) {
        this.title = title;
        this.place = place;
        this.threads = threads;
    }

    /** As printed; without spaces. */
    String title() {
        return title;
    }

    /** Whether its database is brought along for this machine. */
    boolean isThere() {
        return !title.startsWith("durable-postgresql") || LedgerServer.isThere();
    }

    /**
     * Warms up, measures, closes everything, and reads the ledger again.
     *
     * @param trainer of the model
     * @throws IllegalStateException if a call, a receipt or the ledger fails
     */
    DurableResult run(Trainer<Risk> trainer, Duration warmUp, Duration measured) {
        GoingClock clock = new GoingClock();
        try (LedgerPlace database = place.get()) {
            System.err.println(title + ": " + database.durability());
            ServedModel served = new ServedModel(database, clock, trainer);
            Callers warming;
            Callers timed;
            try {
                double[][] values = Rows.of(DISTINCT_ROWS, TreesModel.FEATURES, Rows.SEED);
                warming = callers(served, values, clock, "MRN-1");
                timed = callers(served, values, clock, "MRN-2");
                warming.call(warmUp.toNanos());
                timed.call(measured.toNanos());
            } finally {
                served.stop();
            }
            return result(warming, timed, recorded(database));
        }
    }

    private Callers callers(ServedModel served, double[][] values, GoingClock clock, String name) {
        return new Callers(IntStream.range(0, threads)
                .mapToObj(thread -> new Caller(
                        served.deployment,
                        values,
                        clock,
                        name + thread + "-",
                        MOST_OUTSTANDING / threads,
                        MOST_CALLS / threads))
                .toList());
    }

    private static OnRecord recorded(LedgerPlace database) {
        try (var ledger = database.open()) {
            return OnRecord.of(ledger);
        }
    }

    private DurableResult result(Callers warming, Callers timed, OnRecord recorded) {
        Callers all = warming.and(timed);
        Latencies latencies = timed.latencies();
        return new DurableResult(
                title,
                timed.sum(Caller::durable) * 1e9 / timed.took(),
                timed.processorTime() / 1e3 / timed.sum(Caller::calls),
                latencies.micros(0.5),
                latencies.micros(0.99),
                latencies.micros(0.999),
                latencies.micros(1),
                all.sum(Caller::calls),
                all.sum(Caller::answered),
                all.sum(Caller::abstained),
                all.sum(Caller::durable),
                recorded.predictions(),
                recorded.blocks());
    }
}
