package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.monitoring.Samples.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardMonitorTest {
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2020-06-01T00:00:00Z");

    private final Samples samples = new Samples(3);
    private final Baseline baseline = samples.baseline(2000);

    private Monitor open() {
        return StandardMonitoring.engine().open(MonitorPlan.standard(), baseline, Samples.CLOCK);
    }

    private void observe(Monitor monitor, List<Sample> rows) {
        rows.forEach(row -> monitor.observe(row.values(baseline.levels()), row.risk(), row.patient()));
    }

    @Test
    void thereIsNoReportWhileTheWindowIsOpen() {
        Monitor monitor = open();
        observe(monitor, samples.next(100));
        assertThat(monitor.review(FEBRUARY.minusMillis(1))).isEmpty();
        WindowReport january = monitor.review(FEBRUARY).orElseThrow();
        assertThat(january.from()).isEqualTo(Samples.SINCE);
        assertThat(january.until()).isEqualTo(FEBRUARY);
        assertThat(january.rows()).isEqualTo(100);
        assertThat(monitor.review(FEBRUARY)).isEmpty();
        assertThat(monitor.review(Samples.SINCE)).as("an earlier instant").isEmpty();
    }

    @Test
    void oneReportSpansAllWindowsThatHavePassed() {
        Monitor monitor = open();
        WindowReport report = monitor.review(JUNE.plusSeconds(1000)).orElseThrow();
        assertThat(report.from()).isEqualTo(Samples.SINCE);
        assertThat(report.until()).isEqualTo(JUNE);
        assertThat(monitor.review(JUNE.plusSeconds(2000))).isEmpty();
    }

    @Test
    void rowsBetweenALookAndACloseAtTheSameInstantBelongToTheWindowThatIsClosed() {
        Monitor monitor = open();
        List<Sample> some = samples.next(50);
        monitor.pulse(FEBRUARY);
        observe(monitor, some);
        assertThat(monitor.review(FEBRUARY).orElseThrow().rows()).isEqualTo(50);
        observe(monitor, some);
        assertThat(monitor.review(Instant.parse("2020-03-01T00:00:00Z"))
                        .orElseThrow()
                        .rows())
                .as("each episode once in a window")
                .isEqualTo(50);
    }

    @Test
    void anEmptyWindowIsNeverInOrder() {
        WindowReport report = open().review(FEBRUARY).orElseThrow();
        assertThat(report.findings())
                .extracting(Finding::detector)
                .contains(StandardDetectors.of(MonitorPlan.standard()).stream()
                        .filter(d -> d.family() != Family.SUBGROUP && d.family() != Family.DESCRIPTION)
                        .map(DetectorSpec::id)
                        .toArray(String[]::new));
        assertThat(report.findings())
                .filteredOn(f -> f.kind() != Kind.OVERSIGHT && f.kind() != Kind.OPERATION)
                .noneMatch(f -> f.state() == State.OK);
        assertThat(report.performance())
                .containsKeys("observed/expected", "auroc", "observed/expected to date", "auroc to date");
    }

    @Test
    void whatCannotBeObservedIsRefusedAndCounted() {
        Monitor monitor = open();
        monitor.observe(new double[3], 0.5, "e");
        monitor.observe(new double[6], -0.01, "e");
        monitor.observe(new double[6], 1.01, "e");
        monitor.observe(new double[6], 1, "e");
        assertThat(monitor.health().refused()).isEqualTo(3);
        assertThat(monitor.health().observed()).isEqualTo(1);
    }

    /** A score that needs an input abstains when its feed has died: the missing input must be seen all the same. */
    @Test
    void rowsWithoutAnAnswerAreWatchedToo() {
        Monitor monitor = open();
        for (int i = 0; i < 60; i++) {
            double[] row = new double[6];
            row[0] = Double.NaN;
            monitor.observe(row, Double.NaN, null);
        }
        assertThat(monitor.health().observed()).isEqualTo(60);
        assertThat(monitor.review(FEBRUARY).orElseThrow().opened())
                .anyMatch(a -> a.finding().kind() == Kind.DEAD_FEED
                        && a.finding()
                                .subject()
                                .equals(baseline.schema().feature(0).name()));
    }

    @Test
    void codesThatTheBaselineDoesNotKnowAreUnseenAndNoNumberBreaksIt() {
        Monitor monitor = open();
        double[] strange = {-1, 4, 0.5, 1e300, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int i = 0; i < 60; i++) {
            double code = strange[i % strange.length];
            monitor.observe(new double[] {code, code, code, code, 0, code}, 0.5, null);
        }
        WindowReport report = monitor.review(FEBRUARY).orElseThrow();
        assertThat(Replay.findings(
                                report,
                                f -> f.kind() == Kind.UNSEEN_VALUES
                                        && f.subject().equals("ward"))
                        .get(0)
                        .explanation())
                .contains("60 values of 60 never occurred");
    }

    @Test
    void aSmallSiteIsComparedAsSoonAsItsRowsAreEnough() {
        Replay replay = new Replay(MonitorPlan.standard(), baseline);
        List<State> states = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            states.add(Replay.findings(
                            replay.month(samples.next(20)), f -> f.subject().equals("age"))
                    .get(0)
                    .state());
        }
        assertThat(states)
                .containsExactly(
                        State.INSUFFICIENT,
                        State.INSUFFICIENT,
                        State.OK,
                        State.INSUFFICIENT,
                        State.INSUFFICIENT,
                        State.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderOnAnyThreadsGivesTheSameReport(long seed) throws InterruptedException {
        List<Sample> rows = samples.next(2000);
        WindowReport inOrder = report(rows, 1);
        List<Sample> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(report(shuffled, 4)).isEqualTo(inOrder);
        assertThat(inOrder.rows()).isEqualTo(2000);
        assertThat(inOrder.matured()).isEqualTo(2000);
    }

    private WindowReport report(List<Sample> rows, int threads) throws InterruptedException {
        Monitor monitor = open();
        List<Thread> running = IntStream.range(0, threads)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = t; i < rows.size(); i += threads) {
                        Sample row = rows.get(i);
                        Instant maturesAt = Samples.SINCE.plus(
                                Duration.ofMinutes(row.patient().hashCode() & 1023));
                        monitor.observe(row.values(baseline.levels()), row.risk(), row.patient());
                        monitor.expect(
                                row.patient(), row.patient(), maturesAt, row.values(baseline.levels()), row.risk());
                        monitor.outcome(row.patient(), Outcome.event(row.event(), maturesAt));
                    }
                }))
                .toList();
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        return monitor.review(FEBRUARY).orElseThrow();
    }

    @Test
    void nothingIsLostOrCountedTwiceBetweenWindowsThatCloseWhileRowsComeIn() throws InterruptedException {
        Monitor monitor = open();
        double[][] rows = samples.next(1000).stream()
                .map(r -> r.values(baseline.levels()))
                .toArray(double[][]::new);
        List<Thread> observers = IntStream.range(0, 3)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        monitor.observe(rows[i % rows.length], 0.5, null);
                    }
                }))
                .toList();
        observers.forEach(Thread::start);
        long observed = 0;
        for (int k = 1; k <= 200; k++) {
            observed += monitor.review(Samples.SINCE.plus(Duration.ofDays(31L * k)))
                    .map(WindowReport::rows)
                    .orElse(0L);
        }
        for (Thread thread : observers) {
            thread.join();
        }
        observed += monitor.review(Samples.SINCE.plus(Duration.ofDays(31L * 202)))
                .map(WindowReport::rows)
                .orElse(0L);
        assertThat(observed).isEqualTo(300_000);
        assertThat(monitor.health().observed()).isEqualTo(300_000);
    }

    @Test
    void aDriftThatStaysOpensOneAlertAndItsEndResolvesIt() {
        Replay replay = new Replay(MonitorPlan.standard(), baseline);
        List<String> changes = new ArrayList<>();
        for (int k = 0; k < 9; k++) {
            double factor = k >= 1 && k <= 3 ? 88.4 : 1;
            WindowReport report = replay.month(samples.next(100).stream()
                    .map(row -> row.times("creatinine", factor))
                    .toList());
            changes.add(
                    report.opened().stream().map(a -> "+" + a.id()).findAny().orElse("")
                            + report.resolved().stream()
                                    .map(a -> "-" + a.id())
                                    .findAny()
                                    .orElse(""));
        }
        assertThat(changes)
                .containsExactly("", "+creatinine/UNIT_CHANGE/1", "", "", "", "", "", "-creatinine/UNIT_CHANGE/1", "");
    }

    @Test
    void aModelThatNoLongerTellsPatientsApartIsFound() {
        Replay replay = new Replay(MonitorPlan.standard(), baseline);
        replay.month(samples.next(200));
        Random random = new Random(5);
        Optional<Finding> found = Optional.empty();
        for (int k = 0; k < 3 && found.isEmpty(); k++) {
            found = replay
                    .month(samples.next(200), row -> random.nextDouble() < 0.4 ? row.risk() : random.nextDouble() / 2)
                    .findings()
                    .stream()
                    .filter(f -> f.kind() == Kind.DISCRIMINATION && f.state() == State.ALARM)
                    .findAny();
        }
        assertThat(found).isPresent();
        assertThat(found.get().subject()).isEqualTo("model");
    }
}
