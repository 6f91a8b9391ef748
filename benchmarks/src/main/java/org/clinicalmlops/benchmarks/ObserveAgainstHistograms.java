package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
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
 * Question: what does it cost to watch one prediction of 30 numbers and its risk? Ours counts so that any number of threads may
 * observe, tells known episodes by their key, reads the clock, counts apart for nine cells of six groups, and counts missing values,
 * their patterns and magnitudes beside the bins; the peer does the least that could be called watching: 31 histograms of 10 bins,
 * plain counters, one thread, no missing values.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(WatchedNumbers.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObserveAgainstHistograms {
    private final Watched watched = new Watched(WatchedNumbers.FEATURES);
    private final Watched.Histograms histograms = watched.histograms();

    public ObserveAgainstHistograms() {}

    @Benchmark
    public double baseline() {
        double sum = 0;
        for (int i = 0; i < WatchedNumbers.ROWS; i++) {
            sum += watched.rows[i & Rows.MASK][0] + watched.risks[i & Rows.MASK];
        }
        return sum;
    }

    @Benchmark
    public void ours(WatchedNumbers watching, Spent spent) {
        Spent.Begin begin = Spent.begin();
        watching.watched.observe(watching.monitor, 0, WatchedNumbers.ROWS);
        spent.end(begin, WatchedNumbers.ROWS);
    }

    @Benchmark
    public long[][] peer(Spent spent) {
        Spent.Begin begin = Spent.begin();
        for (int i = 0; i < WatchedNumbers.ROWS; i++) {
            histograms.observe(watched.rows[i & Rows.MASK], watched.risks[i & Rows.MASK]);
        }
        spent.end(begin, WatchedNumbers.ROWS);
        return histograms.counts();
    }
}
