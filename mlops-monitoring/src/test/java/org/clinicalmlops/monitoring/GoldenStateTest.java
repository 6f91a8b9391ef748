package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.api.monitor.WindowReport;
import org.junit.jupiter.api.Test;

/** States that were written by earlier versions must load for ever. */
class GoldenStateTest {
    private static final Instant MARCH = Samples.SINCE.plus(Duration.ofDays(60));

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenStateTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static Monitor resumed(byte[] state) {
        return StandardMonitoring.engine()
                .resume(MonitorPlan.standard(), GoldenStates.baseline(), Samples.CLOCK, state)
                .fold(Resumption.Resumed::monitor, refused -> {
                    throw new AssertionError(refused.reason());
                });
    }

    @Test
    void aMonitorOfFormatOneGoesOn() throws IOException {
        Monitor monitor = resumed(golden(GoldenStates.MONITOR));
        assertThat(monitor.health().observed()).isEqualTo(120);
        assertThat(monitor.health().awaited()).isEqualTo(15);
        assertThat(monitor.health().censored()).isEqualTo(15);
        assertThat(monitor.health().intervened()).isEqualTo(15);
        assertThat(monitor.health().corrected()).isEqualTo(1);
        assertThat(monitor.health().outcomesRefused())
                .as("dated after the review, and one of nobody")
                .isPositive();
        WindowReport february = monitor.review(MARCH).orElseThrow();
        WindowReport neverStopped = GoldenStates.ward().review(MARCH).orElseThrow();
        assertThat(february.matured()).isEqualTo(neverStopped.matured()).isPositive();
        assertThat(february.performance()).isEqualTo(neverStopped.performance());
        assertThat(february.rows()).isZero();
    }
}
