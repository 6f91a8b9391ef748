package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersThreadsTest {
    private static final int THREADS = 8;
    private static final int ROWS = 30_000;
    private static final int FEATURES = 30;

    private record Row(double[] values, double risk) {}

    private static List<Row> rows(Ward ward) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            rows.add(new Row(i % 7 == 0 ? ward.oddRow() : ward.row(), ward.risk()));
        }
        return rows;
    }

    private static void observe(Counters counters, List<Row> rows, int thread) {
        for (int i = 0; i < ROWS; i++) {
            Row row = rows.get((i + 31 * thread) % rows.size());
            counters.observe(row.values(), row.risk(), null);
            counters.took(i);
            if (i % 10 == 0) {
                counters.note(Operation.ALERTED);
                counters.observe(row.values(), -1, "refused");
            }
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** With one processor there are two stripes for eight threads, so that many find none. */
    @ParameterizedTest(name = "{0} processors")
    @ValueSource(ints = {1, 2, 8})
    void eightThreadsCountWhatOneCountsWhileReadersRead(int processors) throws InterruptedException {
        Ward ward = new Ward(FEATURES, 1);
        List<Row> rows = rows(ward);
        Counters counters = new Counters(ward.baseline, ward.groups(), 100, Ward.CLOCK, processors);
        Counters alone = ward.counters();
        Reading opened = alone.read();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread reader = new Thread(() -> read(counters, done));
        reader.setUncaughtExceptionHandler((t, e) -> failed.set(e));
        reader.start();
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            writers.add(new Thread(() -> observe(counters, rows, thread)));
        }
        writers.forEach(Thread::start);
        for (int t = 0; t < THREADS; t++) {
            observe(alone, rows, t);
        }
        join(writers);
        done.set(true);
        reader.join();
        assertThat(failed.get()).isNull();
        Counts counts = counters.between(opened, counters.read());
        assertThat(counts).isEqualTo(alone.between(opened, alone.read()));
        assertThat(counts.rows()).isEqualTo((long) THREADS * ROWS);
        assertThat(counters.refused()).isEqualTo(THREADS * ROWS / 10);
    }

    /** Counts never fall, and each part is of the rows that were being observed, or had been. */
    private static void read(Counters counters, AtomicBoolean done) {
        Reading last = counters.read();
        while (!done.get()) {
            long before = counters.observed();
            Reading now = counters.read();
            long after = counters.observed();
            for (int i = 0; i < now.counts.length; i++) {
                assertThat(now.counts[i]).isGreaterThanOrEqualTo(last.counts[i]);
            }
            assertThat(now.counts[Layout.ROWS]).isBetween(before, after);
            Counts all = counters.between(new Reading(new long[now.counts.length]), now);
            assertThat(all.feature(3).rows()).isBetween(before, after + THREADS);
            assertThat(counters.lastSeen().rowsWithout(3)).isBetween(0L, 1000L);
            counters.takeRows();
            last = now;
        }
    }

    @Test
    void ofAnEpisodeThatAllThreadsObserveOneRowCounts() throws InterruptedException {
        Ward ward = new Ward(3, 1);
        Counters counters = ward.counters();
        double[] row = ward.row();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5000; i++) {
                    counters.observe(row, 0.5, "e" + i);
                }
            }));
        }
        Reading opened = counters.read();
        threads.forEach(Thread::start);
        join(threads);
        Counts counts = counters.between(opened, counters.read());
        assertThat(counts.rows()).isEqualTo(THREADS * 5000);
        assertThat(counts.firsts()).isBetween(4995L, 5000L);
        assertThat(counts.feature(0).rows()).isEqualTo(counts.firsts());
    }

    @Test
    void nobodyHasAStripeThatAnotherHas() throws InterruptedException {
        Stripes stripes = new Stripes(1, 2);
        AtomicInteger[] holders = new AtomicInteger[stripes.size()];
        for (int i = 0; i < holders.length; i++) {
            holders[i] = new AtomicInteger();
        }
        AtomicInteger together = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    int stripe = stripes.claim();
                    if (stripe >= 0) {
                        together.addAndGet(holders[stripe].getAndIncrement());
                        stripes.counts(stripe)[0]++;
                        holders[stripe].getAndDecrement();
                        stripes.release(stripe);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        join(threads);
        assertThat(together.get()).isZero();
        assertThat(stripes.sum(0)).isBetween(1L, THREADS * 50_000L);
    }

    @Test
    void aClaimFindsEveryFreeStripeAndThenNone() {
        Stripes stripes = new Stripes(1, 4);
        assertThat(stripes.size()).isEqualTo(8);
        assertThat(IntStream.range(0, 8).map(i -> stripes.claim())).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(stripes.claim()).isEqualTo(-1);
        stripes.release(5);
        assertThat(stripes.claim()).isEqualTo(5);
        assertThat(new Stripes(1, 1).size()).isEqualTo(2);
        assertThat(new Stripes(1, 200).size()).isEqualTo(64);
    }

    /** Threads come and go by the thousand; what the counters hold is the same. */
    @Test
    void shortLivedThreadsLeaveNothingBehind() throws InterruptedException {
        Ward ward = new Ward(FEATURES, 1);
        Counters counters = ward.counters();
        double[] row = ward.row();
        long after100 = 0;
        for (int t = 1; t <= 5000; t++) {
            Thread thread = new Thread(() -> counters.observe(row, 0.5, null));
            thread.start();
            thread.join();
            if (t == 100) {
                after100 = used();
            }
        }
        assertThat(counters.observed()).isEqualTo(5000);
        assertThat(used() - after100).isLessThan(1 << 20);
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
