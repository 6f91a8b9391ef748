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
 * Question: how much cheaper is a durable prediction when the audit stores many in one transaction? Ours offers predictions to the audit
 * and waits until all are on the disk. The peer inserts what a ledger of one entry a prediction holds, each row and its patient in a
 * transaction of its own; its texts and hashes are there already.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class AppendAgainstSingleCommits {
    static final int PREDICTIONS = 20_000;
    static final int ONE_BY_ONE = MadeUpPredictions.TOGETHER;

    private final List<List<Draft>> batches = MadeUpPredictions.batches(PREDICTIONS);
    private final BareRows rows = new BareRows(batches.subList(0, 1));

    public AppendAgainstSingleCommits() {}

    /** Looking at every draft. */
    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public int baseline() {
        return MadeUpPredictions.factsOf(batches);
    }

    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public void ours(FreshLedger fresh, Stored stored) {
        for (List<Draft> batch : batches) {
            for (Draft draft : batch) {
                while (!fresh.audit.offer(draft)) {
                    fresh.audit.flush();
                }
            }
        }
        fresh.audit.flush();
        stored.add(PREDICTIONS, fresh.ledger.last().orElseThrow().sequence());
    }

    @Benchmark
    @OperationsPerInvocation(ONE_BY_ONE)
    public void peer(FreshFile fresh, Stored stored) throws SQLException {
        rows.insertOneByOne(fresh.connection, ONE_BY_ONE);
        stored.add(ONE_BY_ONE, ONE_BY_ONE);
    }
}
