package org.clinicalmlops.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.ledger.JdbcLedger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how much faster is a prediction verified in a block than as an entry of its own? Both sides recompute the whole chain and hold the
 * index of patients against it: 100,000 predictions in blocks of 500, or one by one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class VerifyBlocksAgainstRows {
    static final int PREDICTIONS = 100_000;

    private final List<List<Draft>> batches = MadeUpPredictions.batches(PREDICTIONS);
    private LedgerFile file;
    private JdbcLedger blocks;
    private LedgerFile otherFile;
    private JdbcLedger rows;

    public VerifyBlocksAgainstRows() {}

    @Setup
    public void fill() {
        file = new LedgerFile();
        blocks = file.open();
        batches.forEach(batch -> blocks.appendAll(PredictionBlock.gather(batch)));
        otherFile = new LedgerFile();
        rows = otherFile.open();
        batches.forEach(rows::appendAll);
    }

    @TearDown
    public void delete() {
        blocks.close();
        file.close();
        rows.close();
        otherFile.close();
    }

    /** Looking at every draft. */
    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public int baseline() {
        return MadeUpPredictions.factsOf(batches);
    }

    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public void ours(Stored stored, Spent spent) {
        verify(blocks, batches.size(), stored, spent);
    }

    @Benchmark
    @OperationsPerInvocation(PREDICTIONS)
    public void peer(Stored stored, Spent spent) {
        verify(rows, PREDICTIONS, stored, spent);
    }

    private static void verify(JdbcLedger ledger, long entries, Stored stored, Spent spent) {
        Spent.Begin begin = Spent.begin();
        Verification.Intact intact = (Verification.Intact) ledger.verify();
        spent.end(begin, PREDICTIONS);
        if (intact.entries() != entries) {
            throw new IllegalStateException("entries must be " + entries + ", were " + intact.entries());
        }
        stored.add(PREDICTIONS, entries);
    }
}
