package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("allocation")
class ObserveAllocationTest {
    private static final int CALLS = 100_000;
    private static volatile long sink;

    @Test
    void observingAllocatesNothing() {
        Samples samples = new Samples(1);
        Baseline baseline = samples.baseline(1000);
        Monitor monitor = StandardMonitoring.engine().open(MonitorPlan.standard(), baseline, Samples.CLOCK);
        double[][] rows =
                samples.next(256).stream().map(r -> r.values(baseline.levels())).toArray(double[][]::new);
        String[] episodes =
                samples.next(256).stream().map(Samples.Sample::patient).toArray(String[]::new);
        double[] wrong = new double[2];
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = thread.getThreadAllocatedBytes(id);
            for (int i = 0; i < CALLS; i++) {
                monitor.observe(rows[i & 255], 0.5, episodes[i & 255]);
                monitor.observe(wrong, 0.5, "e");
            }
            least = Math.min(least, thread.getThreadAllocatedBytes(id) - before);
            sink = monitor.health().observed();
        }
        assertThat(least).isZero();
        assertThat(sink).isEqualTo(10L * CALLS);
        assertThat(monitor.health().refused()).isEqualTo(10L * CALLS);
    }
}
