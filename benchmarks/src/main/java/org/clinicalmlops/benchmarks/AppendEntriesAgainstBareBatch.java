package org.clinicalmlops.benchmarks;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.ledger.Draft;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does the ledger cost beside the database when 500 entries of their own are appended in one transaction? The peer inserts
 * the same bytes into the same tables by prepared batches and commits as durably.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class AppendEntriesAgainstBareBatch {
    static final int PREDICTIONS = 20_000;

    private final List<List<Draft>> batches = MadeUpPredictions.batches(PREDICTIONS);
    private final BareRows rows = new BareRows(batches);

    public AppendEntriesAgainstBareBatch() {}

    /** Looking at every draft. */
    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public int baseline() {
        return MadeUpPredictions.factsOf(batches);
    }

    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public void ours(FreshLedger fresh, Stored stored, Spent spent) {
        Spent.Begin begin = Spent.begin();
        for (List<Draft> batch : batches) {
            fresh.ledger.appendAll(batch);
        }
        spent.end(begin, PREDICTIONS);
        stored.add(PREDICTIONS, fresh.ledger.last().orElseThrow().sequence());
    }

    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public void peer(FreshFile fresh, Stored stored, Spent spent) throws SQLException {
        Spent.Begin begin = Spent.begin();
        rows.insertTogether(fresh.connection);
        spent.end(begin, PREDICTIONS);
        stored.add(PREDICTIONS, PREDICTIONS);
    }
}
