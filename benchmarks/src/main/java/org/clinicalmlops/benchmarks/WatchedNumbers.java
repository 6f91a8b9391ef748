package org.clinicalmlops.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.clinicalmlops.api.monitor.Monitor;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A monitor of 30 numbers that begins a window before each invocation, so that every row is the first of its episode: a row of an
 * episode that is known already costs much less.
 */
@State(Scope.Benchmark)
public class WatchedNumbers {
    /** Rows of an invocation. */
    static final int ROWS = 1 << 16;

    static final int FEATURES = 30;

    private static final Duration MONTH = Duration.ofDays(30);

    final Watched watched = new Watched(FEATURES);
    final Monitor monitor = watched.monitor(Clock.systemUTC());
    private Instant now = Instant.now();
    private long windows;

    public WatchedNumbers() {}

    /** Rows are observed by the clock of the system, windows are reviewed as if each were of a month. */
    @Setup(Level.Invocation)
    public void nextWindow() {
        now = now.plus(MONTH);
        monitor.review(now);
        windows++;
    }

    /** Each row was taken. */
    @TearDown(Level.Trial)
    public void agree() {
        if (monitor.health().observed() != windows * ROWS || monitor.health().refused() > 0) {
            throw new IllegalStateException(windows + " windows must be observed, were " + monitor.health());
        }
    }
}
