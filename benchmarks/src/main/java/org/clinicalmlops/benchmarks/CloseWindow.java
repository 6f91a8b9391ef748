package org.clinicalmlops.benchmarks;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.WindowReport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how long does it take to close a window of 30 features and 6 groups, and how large is the state of a monitor? A month of a ward
 * that makes 300 predictions a week. There is no peer, but a bar.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CloseWindow {
    private static final int ROWS = 1_300;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock clock = new HandClock();
    private final Watched watched = new Watched(WatchedNumbers.FEATURES);
    private final Monitor monitor = watched.monitor(clock);
    private int next;
    private int state;

    public CloseWindow() {}

    /** The rows of a month, one pulse before its end; the state is measured here, where it is largest. */
    @Setup(Level.Invocation)
    public void month() {
        next = next + ROWS < Watched.EPISODES - ROWS ? next + ROWS : 0;
        watched.observe(monitor, next, next + ROWS);
        clock.go(MONTH);
        monitor.pulse(clock.instant());
        state = monitor.save().length;
        clock.go(HOUR);
    }

    /** A review while the window is open. */
    @Benchmark
    public Optional<WindowReport> baseline() {
        return monitor.review(clock.instant().minus(MONTH));
    }

    @Benchmark
    public WindowReport ours(Spent spent) {
        Spent.Begin begin = Spent.begin();
        WindowReport report = monitor.review(clock.instant()).orElseThrow();
        spent.end(begin, 1);
        spent.state(state);
        return report;
    }
}
