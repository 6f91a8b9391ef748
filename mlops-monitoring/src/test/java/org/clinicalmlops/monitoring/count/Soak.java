package org.clinicalmlops.monitoring.count;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.StandardMonitoring;

/**
 * Observes for a long time what a host brings, 30 features, groups, an episode a row, by pairs of threads that come and go, and closes a
 * window at every hundredth of it. What the monitor holds must not grow. {@code ./mvnw -q -Psoak} does it with 100,000,000 rows.
 */
final class Soak {
    private static final int FEATURES = 30;
    private static final int THREADS = 2;
    private static final int WINDOWS = 100;
    private static final int MASK = 4095;

    /** Of the heap after a collection, from a tenth of the rows to the last. Our choice: what JVMs differ by from run to run. */
    static final long MOST_GROWTH = 2 << 20;

    private final Ward ward = new Ward(FEATURES, 1);
    private final double[][] rows = new double[MASK + 1][];
    private final double[] risks = new double[MASK + 1];
    private final Months clock = new Months();
    private final Monitor monitor;

    private static final class Months extends Clock {
        private volatile Instant now = Ward.CLOCK.instant();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void next() {
            now = now.atZone(ZoneOffset.UTC).plus(Period.ofMonths(1)).toInstant();
        }
    }

    private Soak() {
        for (int i = 0; i <= MASK; i++) {
            rows[i] = ward.row();
            risks[i] = ward.risk();
        }
        Grouping grouping = Grouping.none().byBand("x0", 0).byLevel("x4").withIntersections();
        monitor = StandardMonitoring.engine().open(MonitorPlan.standard().groups(grouping), ward.baseline, clock);
    }

    /** Answers by how many bytes the heap grew. */
    static long run(long rows, Consumer<String> told) throws InterruptedException {
        Soak soak = new Soak();
        long window = rows / WINDOWS;
        long tenth = 0;
        long grown = 0;
        long start = System.nanoTime();
        for (int done = 1; done <= WINDOWS; done++) {
            soak.window(window, done);
            if (done == WINDOWS / 10 || done == WINDOWS / 2 || done == WINDOWS) {
                double seconds = (System.nanoTime() - start) / 1e9;
                long heap = heap();
                tenth = tenth == 0 ? heap : tenth;
                grown = heap - tenth;
                told.accept(String.format(
                        Locale.ROOT,
                        "soak %,d rows %,.0f rows/s heap %,d KB grown %,d KB",
                        done * window,
                        done * window / seconds,
                        heap >> 10,
                        grown >> 10));
            }
        }
        long observed = soak.monitor.health().observed();
        if (observed != WINDOWS * window || soak.monitor.health().refused() > 0) {
            throw new IllegalStateException("rows must all be observed, were " + soak.monitor.health());
        }
        return grown;
    }

    private void window(long n, int window) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            long first = n * t / THREADS;
            long after = n * (t + 1) / THREADS;
            threads.add(new Thread(() -> observe(window, first, after)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        clock.next();
        monitor.pulse(clock.instant());
        if (monitor.review(clock.instant()).isEmpty()) {
            throw new IllegalStateException("a window must be over");
        }
    }

    private void observe(int window, long first, long after) {
        for (long i = first; i < after; i++) {
            monitor.observe(rows[(int) i & MASK], risks[(int) i & MASK], window + "/" + i);
        }
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** @param arguments how many rows */
    public static void main(String[] arguments) throws InterruptedException {
        long grown = run(Long.parseLong(arguments[0]), System.out::println);
        if (grown > MOST_GROWTH) {
            System.err.println("the heap must grow by at most " + MOST_GROWTH + " bytes, grew by " + grown);
            System.exit(1);
        }
    }
}
