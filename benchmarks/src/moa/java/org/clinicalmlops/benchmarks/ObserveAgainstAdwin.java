package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import moa.classifiers.core.driftdetection.ADWIN;
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
 * Question: what does it cost to watch one prediction of 30 numbers and its risk, beside MOA's ADWIN, one for each number and one for the
 * risk, with its own confidence of 0.002? Ours as in {@link ObserveAgainstHistograms}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(WatchedNumbers.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ObserveAgainstAdwin {
    private static final double CONFIDENCE = 0.002;

    private final Watched watched = new Watched(WatchedNumbers.FEATURES);
    private final ADWIN[] detectors = new ADWIN[WatchedNumbers.FEATURES + 1];

    public ObserveAgainstAdwin() {
        for (int i = 0; i < detectors.length; i++) {
            detectors[i] = new ADWIN(CONFIDENCE);
        }
    }

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
    public int peer(Spent spent) {
        Spent.Begin begin = Spent.begin();
        int changes = 0;
        for (int i = 0; i < WatchedNumbers.ROWS; i++) {
            double[] values = watched.rows[i & Rows.MASK];
            for (int f = 0; f < values.length; f++) {
                changes += detectors[f].setInput(values[f]) ? 1 : 0;
            }
            changes += detectors[values.length].setInput(watched.risks[i & Rows.MASK]) ? 1 : 0;
        }
        spent.end(begin, WatchedNumbers.ROWS);
        return changes;
    }
}
