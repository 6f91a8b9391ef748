package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.monitor.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("allocation")
class CountersAllocationTest {
    private static final int CALLS = 100_000;
    private static final int ROWS = 256;

    private final Ward ward = new Ward(30, 1);
    private final double[][] rows = new double[ROWS][];
    private final String[] episodes = new String[ROWS];

    CountersAllocationTest() {
        for (int i = 0; i < ROWS; i++) {
            rows[i] = i % 5 == 0 ? ward.oddRow() : ward.row();
            episodes[i] = i % 9 == 0 ? null : "e" + i;
        }
    }

    /** The least of ten rounds, since the compiler allocates now and then in the name of who calls. */
    private long allocated(Counters counters) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        double[] wrong = new double[2];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            counters.startEpoch();
            long before = thread.getThreadAllocatedBytes(id);
            for (int i = 0; i < CALLS; i++) {
                counters.observe(rows[i % ROWS], 0.5, episodes[i % ROWS]);
                counters.observe(wrong, 0.5, "e");
                counters.note(Operation.ELIGIBLE);
                counters.took(i);
            }
            least = Math.min(least, thread.getThreadAllocatedBytes(id) - before);
        }
        return least;
    }

    @Test
    void oneThreadAllocatesNothing() {
        assertThat(allocated(ward.counters(100, Clock.systemUTC()))).isZero();
    }

    @Test
    void twoThreadsAllocateNothing() throws InterruptedException {
        Counters counters = ward.counters(100, Clock.systemUTC());
        AtomicLong most = new AtomicLong();
        Thread other = new Thread(() -> most.set(allocated(counters)));
        other.start();
        long mine = allocated(counters);
        other.join();
        assertThat(mine).isZero();
        assertThat(most.get()).isZero();
        assertThat(counters.observed()).isEqualTo(2 * 10L * CALLS);
    }

    @Test
    void withoutAStripeNothingIsAllocatedEither() {
        Counters counters = ward.counters(100, Clock.systemUTC());
        while (counters.stripes().claim() >= 0) {
            // until there are none
        }
        assertThat(allocated(counters)).isZero();
    }
}
