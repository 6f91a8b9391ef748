package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.api.monitor.WindowReport;
import org.junit.jupiter.api.Test;

/** What an outcome that is told again does to a monitor: figures to date are revised, detectors never see a case twice. */
class ToldAgainTest {
    private static final Instant DUE = Samples.SINCE.plusSeconds(60);
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2020-03-01T00:00:00Z");

    private final Baseline baseline = new Samples(1).baseline(500);
    private final List<MaturedCase> seen = new ArrayList<>();
    private final List<Window.Follow> followed = new ArrayList<>();

    /** Sees what detectors see. */
    private record Watching(String id, List<MaturedCase> seen, List<Window.Follow> followed) implements DetectorSpec {
        @Override
        public Family family() {
            return Family.DESCRIPTION;
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("watching");
        }

        @Override
        public Detector open(Setting setting) {
            return new Detector() {
                @Override
                public List<Finding> close(Window window) {
                    seen.addAll(window.matured());
                    followed.add(window.cohort());
                    return List.of();
                }

                @Override
                public void save(StateOutput out) {}

                @Override
                public void restore(StateInput in) {}
            };
        }
    }

    private Monitor open(String detector) {
        MonitorPlan plan = MonitorPlan.standard().detecting(new Watching(detector, seen, followed));
        return StandardMonitoring.engine().open(plan, baseline, Samples.CLOCK);
    }

    private static double ratio(WindowReport report, String which) {
        return report.performance()
                .get("observed/expected" + which)
                .fold(Estimate.Known::value, few -> -1.0, undefined -> -1.0);
    }

    @Test
    void figuresToDateAreRevisedAndEvidenceIsNot() {
        Monitor monitor = open("watching");
        double[] values = new Samples(2).next().values(baseline.levels());
        for (int i = 0; i < 80; i++) {
            monitor.expect("p" + i, "e" + i, DUE, values, 0.25);
            monitor.outcome("p" + i, Outcome.event(i < 20, DUE));
        }
        assertThat(ratio(monitor.review(FEBRUARY).orElseThrow(), " to date")).isEqualTo(1);

        monitor.outcome("p0", Outcome.event(false, DUE));
        monitor.outcome("p1", Outcome.event(false, DUE));
        monitor.outcome("p79", new Outcome.Censored<>(DUE));
        monitor.outcome("p78", Outcome.event(false, DUE)); // nothing new
        WindowReport february = monitor.review(MARCH).orElseThrow();

        assertThat(february.matured()).isZero();
        assertThat(ratio(february, " to date")).as("18 of 79").isCloseTo(18 / (79 * 0.25), within(1e-12));
        assertThat(monitor.health().corrected()).isEqualTo(3);
        assertThat(monitor.health().outcomesRefused()).isZero();
        assertThat(seen).hasSize(80);
        assertThat(seen.stream().filter(MaturedCase::event)).hasSize(20);
        assertThat(followed)
                .containsExactly(new Window.Follow(80, 80, 0, 0, 0, 0), new Window.Follow(80, 79, 0, 1, 0, 3));
    }

    @Test
    void aClockThatGoesBackIsCountedAndClosesNothing() {
        Monitor monitor = open("watching");
        assertThat(monitor.review(FEBRUARY)).isPresent();
        assertThat(monitor.review(FEBRUARY.minus(Duration.ofDays(2)))).isEmpty();
        assertThat(monitor.pulse(Samples.SINCE)).isEmpty();
        assertThat(monitor.review(null)).isEmpty();
        assertThat(monitor.health().clockRefused()).isEqualTo(3);
        assertThat(monitor.review(MARCH).orElseThrow().from()).isEqualTo(FEBRUARY);
    }

    @Test
    void missingArgumentsDoNotThrowIntoTheHost() {
        Monitor monitor = open("watching");
        double[] values = new Samples(2).next().values(baseline.levels());
        monitor.expect(null, "e", FEBRUARY, values, 0.2);
        monitor.expect("a", null, FEBRUARY, values, 0.2);
        monitor.expect("a", "e", null, values, 0.2);
        monitor.expect("a", "e", FEBRUARY, null, 0.2);
        monitor.expect("a", "e", FEBRUARY, new double[1], 0.2);
        monitor.outcome(null, Outcome.event(true, FEBRUARY));
        monitor.outcome("a", null);
        assertThat(monitor.health().refused()).isEqualTo(5);
        assertThat(monitor.health().outcomesRefused()).isEqualTo(2);
        assertThat(monitor.health().awaited()).isZero();
    }

    @Test
    void twoDetectorsOfOneIdAreRefusedBeforeTheirStatesAreMixedUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("input.psi"))
                .withMessageStartingWith("a detector must have an id of its own, ids were [input.psi, ");
    }
}
