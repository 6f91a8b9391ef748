package org.clinicalmlops.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.monitor.Monitor;
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
 * Question: how fast do 3,000,000 rows of 100 numbers go through the comparison with a baseline in one process, and how much heap does
 * it take? Ours opens a monitor, observes the rows as 24 months, and closes each with all detectors. The peer counts the same rows in 101
 * histograms and compares nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StreamAgainstHistograms.ROWS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class StreamAgainstHistograms {
    static final int ROWS = 3_000_000;
    private static final int FEATURES = 100;
    private static final int MONTHS = 24;
    private static final Duration MONTH = Duration.ofDays(30);

    private final Watched watched = new Watched(FEATURES);
    private final List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    public StreamAgainstHistograms() {}

    @Benchmark
    public double baseline() {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += watched.rows[i & Rows.MASK][0] + watched.risks[i & Rows.MASK];
        }
        return sum;
    }

    @Benchmark
    public Monitor ours(Spent spent) {
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        Spent.Begin begin = Spent.begin();
        HandClock clock = new HandClock();
        Monitor monitor = watched.monitor(clock);
        for (int month = 0; month < MONTHS; month++) {
            watched.observe(monitor, 0, ROWS / MONTHS);
            clock.go(MONTH);
            monitor.review(clock.instant()).orElseThrow();
        }
        spent.end(begin, ROWS);
        spent.heap(
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum(), ROWS);
        if (monitor.health().observed() != ROWS) {
            throw new IllegalStateException("rows must be observed, were " + monitor.health());
        }
        return monitor;
    }

    @Benchmark
    public long[][] peer(Spent spent) {
        Spent.Begin begin = Spent.begin();
        Watched.Histograms histograms = watched.histograms();
        for (int i = 0; i < ROWS; i++) {
            histograms.observe(watched.rows[i & Rows.MASK], watched.risks[i & Rows.MASK]);
        }
        spent.end(begin, ROWS);
        return histograms.counts();
    }
}
