package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.junit.jupiter.api.Test;

/** What detectors that keep rows are given: the first row of each episode of a window, also of what comes while a window is judged. */
class KeptRowsTest {
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2020-03-01T00:00:00Z");
    private static final Baseline BASELINE = new Samples(3).baseline(500);

    private final List<Window> windows = new ArrayList<>();
    private final Monitor monitor = StandardMonitoring.engine()
            .open(MonitorPlan.standard().detecting(new KeepingSpec()), BASELINE, Samples.CLOCK);

    private void observe(String... episodes) {
        for (String episode : episodes) {
            monitor.observe(new double[6], 0.1, episode);
        }
    }

    @Test
    void ofAnEpisodeOneRowIsKeptInEachWindow() {
        observe("a", "a", "b", "b", "a");
        monitor.review(FEBRUARY);
        observe("a", "c", "late", "late");
        monitor.review(MARCH);
        assertThat(windows).hasSize(2);
        assertThat(windows.get(0).rows().orElseThrow().size()).isEqualTo(2);
        assertThat(windows.get(1).rows().orElseThrow().size())
                .as("a, c, and what came while January was judged")
                .isEqualTo(3);
        assertThat(windows)
                .allSatisfy(window -> assertThat(window.counts().firsts())
                        .isEqualTo(window.rows().orElseThrow().size()));
    }

    private final class KeepingSpec implements DetectorSpec {
        @Override
        public String id() {
            return "keeping";
        }

        @Override
        public Family family() {
            return Family.DESCRIPTION;
        }

        @Override
        public int keepsRows() {
            return 10;
        }

        @Override
        public Detector open(Setting setting) {
            return new Keeping();
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("keeping");
        }
    }

    private final class Keeping implements Detector {
        @Override
        public List<Finding> look(Look look) {
            if (look.until().equals(FEBRUARY)) {
                observe("late");
            }
            return List.of();
        }

        @Override
        public List<Finding> close(Window window) {
            if (windows.isEmpty()) {
                observe("late");
            }
            windows.add(window);
            return List.of();
        }

        @Override
        public void save(StateOutput out) {}

        @Override
        public void restore(StateInput in) {}
    }
}
