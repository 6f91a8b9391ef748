package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sinks hear of a monitor whose creatinine changes its unit. */
@Timeout(60)
class SinksOfAMonitorTest {
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");

    private final Samples samples = new Samples(3);
    private final Baseline baseline = samples.baseline(2000);
    private final List<AlertEvent> told = Collections.synchronizedList(new ArrayList<>());

    private Monitor inAnotherUnit(AlertPolicy policy, AlertSink... sinks) {
        Monitor monitor =
                StandardMonitoring.engine(sinks).open(MonitorPlan.standard().alerting(policy), baseline, Samples.CLOCK);
        samples.next(200).stream()
                .map(row -> row.times("creatinine", 88.4))
                .forEach(row -> monitor.observe(row.values(baseline.levels()), row.risk(), row.patient()));
        return monitor;
    }

    @Test
    void everySinkIsToldWhatTheReportSaysAndWhoTakesItOn() {
        Monitor monitor = inAnotherUnit(AlertPolicy.standard(), told::add);

        WindowReport report = monitor.review(FEBRUARY).orElseThrow();
        assertThat(report.events()).isNotEmpty().isEqualTo(told);
        Alert alert = report.opened().get(0);
        assertThat(alert.finding().subject()).isEqualTo("creatinine");

        Alert taken = monitor.acknowledge(alert.id(), "staff-7", FEBRUARY).orElseThrow();
        assertThat(told.get(told.size() - 1)).isEqualTo(new AlertEvent(What.ACKNOWLEDGED, taken, FEBRUARY));
        assertThat(monitor.open()).contains(taken);
    }

    @Test
    void aSinkThatThrowsIsCountedAndTheMonitoringGoesOn() {
        AlertSink down = event -> {
            throw new IllegalStateException("the pager is down");
        };
        Monitor monitor = inAnotherUnit(AlertPolicy.standard(), down, told::add);

        assertThat(monitor.review(FEBRUARY).orElseThrow().events())
                .isEqualTo(told)
                .isNotEmpty();
        assertThat(monitor.health().sinkFailures()).isEqualTo(told.size());
    }

    /** January ends at midnight in UTC: the alert, which is not grave, waits until seven, and the report does not. */
    @Test
    void whatIsNotGraveWaitsForTheEndOfQuietHours() {
        AlertPolicy policy =
                AlertPolicy.standard().quietBetween(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneOffset.UTC);
        Monitor monitor = inAnotherUnit(policy, told::add);

        List<AlertEvent> reported =
                monitor.review(FEBRUARY.plusSeconds(60)).orElseThrow().events();
        assertThat(reported).isNotEmpty();
        monitor.pulse(FEBRUARY.plus(Duration.ofMinutes(419)));
        assertThat(told).isEmpty();
        monitor.pulse(FEBRUARY.plus(Duration.ofMinutes(420)));
        assertThat(told).isEqualTo(reported);
    }

    @Test
    void aSlowSinkHoldsNoLookUp() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        Monitor monitor = inAnotherUnit(AlertPolicy.standard(), event -> {
            inside.countDown();
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread reviewing = new Thread(() -> monitor.review(FEBRUARY));
        reviewing.start();
        inside.await();

        assertThat(monitor.open()).as("while the sink is at it").isNotEmpty();
        monitor.pulse(FEBRUARY.plusSeconds(3600));
        assertThat(monitor.review(FEBRUARY.plusSeconds(3600))).isEmpty();

        slow.countDown();
        reviewing.join();
    }

    @Test
    void aSinkMayTakeAnAlertOnItself() {
        Monitor[] monitor = new Monitor[1];
        monitor[0] = inAnotherUnit(AlertPolicy.standard(), event -> {
            told.add(event);
            if (event.what() == What.OPENED) {
                monitor[0].acknowledge(event.alert().id(), "on call", event.at());
            }
        });
        monitor[0].review(FEBRUARY);
        assertThat(told.stream().map(AlertEvent::what)).contains(What.OPENED, What.ACKNOWLEDGED);
        assertThat(monitor[0].open()).allMatch(alert -> alert.acknowledged().isPresent());
    }
}
