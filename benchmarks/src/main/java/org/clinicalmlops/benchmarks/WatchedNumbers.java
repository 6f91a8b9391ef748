package org.clinicalmlops.benchmarks;

import java.time.Clock;
import org.clinicalmlops.api.monitor.Monitor;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A monitor of 30 numbers, opened anew for each invocation, so that every row is the first of its episode: a row of an episode that is
 * known already costs much less.
 */
@State(Scope.Benchmark)
public class WatchedNumbers {
    /** Rows of an invocation. */
    static final int ROWS = 1 << 16;

    static final int FEATURES = 30;

    final Watched watched = new Watched(FEATURES);
    Monitor monitor = watched.monitor(Clock.systemUTC());

    public WatchedNumbers() {}

    @Setup(Level.Invocation)
    public void open() {
        monitor = watched.monitor(Clock.systemUTC());
    }

    /** Each row was taken. */
    @TearDown(Level.Invocation)
    public void agree() {
        if (monitor.health().observed() != ROWS || monitor.health().refused() > 0) {
            throw new IllegalStateException(ROWS + " rows must be observed, were " + monitor.health());
        }
    }
}
