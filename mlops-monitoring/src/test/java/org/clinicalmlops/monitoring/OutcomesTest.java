package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of outcomes, seen from outside: windows are the months of 2020. */
class OutcomesTest {
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2020-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2020-04-01T00:00:00Z");

    private final Monitor monitor =
            StandardMonitoring.engine().open(MonitorPlan.standard(), new Samples(1).baseline(500), Samples.SINCE);

    private long matured(Instant now) {
        return monitor.review(now).map(WindowReport::matured).orElseThrow();
    }

    @ParameterizedTest(name = "horizon ends {0}, known {1}")
    @CsvSource({
        "2020-01-20T00:00:00Z, 2020-01-20T00:00:00Z, 1, 0", // in time
        "2020-01-20T00:00:00Z, 2020-01-05T00:00:00Z, 1, 0", // early, but its horizon has passed by now
        "2020-02-20T00:00:00Z, 2020-01-05T00:00:00Z, 0, 1", // early: waits for its horizon
        "2020-01-20T00:00:00Z, 2020-02-10T00:00:00Z, 0, 1", // late: counts where it became known
        "2020-01-31T23:59:59Z, 2020-01-31T23:59:59Z, 1, 0",
        "2020-02-01T00:00:00Z, 2020-02-01T00:00:00Z, 0, 1", // the end of a window is not in it
    })
    void anOutcomeCountsOnceWhenItsHorizonHasPassedAndItIsKnown(
            Instant maturesAt, Instant knownAt, long inJanuary, long inFebruary) {
        monitor.expect("a", "episode", maturesAt, 0.2);
        monitor.outcome("a", Outcome.event(true, knownAt));
        assertThat(matured(FEBRUARY)).isEqualTo(inJanuary);
        assertThat(matured(MARCH)).isEqualTo(inFebruary);
        assertThat(matured(APRIL)).isZero();
    }

    @Test
    void whatCannotCountIsCountedApart() {
        for (String id : List.of("censored", "acted upon", "pending", "not binary")) {
            monitor.expect(id, id, Samples.SINCE.plusSeconds(60), 0.2);
        }
        monitor.outcome("censored", new Outcome.Censored<>(Samples.SINCE));
        monitor.outcome("acted upon", new Outcome.Intervened<>(Samples.SINCE));
        monitor.outcome("pending", new Outcome.Pending<>());
        monitor.outcome("not binary", new Outcome.Known<>(0.5, Samples.SINCE));
        assertThat(matured(FEBRUARY)).isZero();
        assertThat(monitor.health()).isEqualTo(new MonitorHealth(0, 0, 2, 1, 1, 1));
    }

    @Test
    void unknownEarlierAndSecondOutcomesAreRefusedAndCounted() {
        monitor.outcome("a", Outcome.event(true, Samples.SINCE)); // before it is expected
        monitor.expect("a", "episode", Samples.SINCE.plusSeconds(60), 0.2);
        monitor.outcome("a", Outcome.event(false, Samples.SINCE.plusSeconds(60)));
        monitor.outcome("a", Outcome.event(true, Samples.SINCE.plusSeconds(60))); // a second one
        monitor.outcome("nobody", Outcome.event(true, Samples.SINCE));
        WindowReport january = monitor.review(FEBRUARY).orElseThrow();
        monitor.outcome("a", Outcome.event(true, Samples.SINCE)); // after it was counted
        assertThat(january.matured()).isEqualTo(1);
        assertThat(monitor.health().outcomesRefused()).isEqualTo(4);
        assertThat(monitor.health().awaited()).isZero();
    }

    @Test
    void aPredictionThatCannotBeAwaitedIsRefusedAndCounted() {
        monitor.expect("a", "episode", FEBRUARY, 0.2);
        monitor.expect("a", "episode", FEBRUARY, 0.2);
        monitor.expect("b", "episode", FEBRUARY, Double.NaN);
        monitor.expect("c", "episode", FEBRUARY, 1.01);
        assertThat(monitor.health()).isEqualTo(new MonitorHealth(0, 3, 1, 0, 0, 0));
    }

    @Test
    void rowsOfOneEpisodeAreOnePieceOfEvidenceTheFirstThatMatured() {
        for (int i = 0; i < 80; i++) {
            monitor.expect("row" + i, "episode" + i / 4, Samples.SINCE.plus(Duration.ofHours(i)), 0.25);
            monitor.outcome(
                    "row" + i,
                    Outcome.event((i % 4 == 0) == (i / 4 % 2 == 0), Samples.SINCE.plus(Duration.ofHours(i))));
        }
        WindowReport january = monitor.review(FEBRUARY).orElseThrow();
        assertThat(january.matured()).isEqualTo(80);
        Estimate ratio = january.performance().get("observed/expected");
        assertThat(ratio).isInstanceOf(Estimate.Known.class);
        assertThat(((Estimate.Known) ratio).n()).isEqualTo(20);
        assertThat(((Estimate.Known) ratio).value()).isEqualTo(2); // 10 events, 5 expected
        monitor.expect("later", "episode0", FEBRUARY.plusSeconds(1), 0.25);
        monitor.outcome("later", Outcome.event(true, FEBRUARY.plusSeconds(1)));
        WindowReport february = monitor.review(MARCH).orElseThrow();
        assertThat(february.matured()).isEqualTo(1);
        assertThat(february.performance().get("observed/expected to date")).isEqualTo(ratio);
    }

    @Test
    void missingArgumentsDoNotThrowIntoTheHost() {
        monitor.expect(null, "episode", FEBRUARY, 0.2);
        monitor.outcome(null, Outcome.event(true, FEBRUARY));
        monitor.outcome("a", null);
        monitor.observe(null, 0.2);
        assertThat(monitor.review(null)).isEmpty();
        assertThat(monitor.health()).isEqualTo(new MonitorHealth(0, 2, 0, 2, 0, 0));
    }
}
