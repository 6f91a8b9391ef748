package org.clinicalmlops.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;

/**
 * Writes the golden states: {@code java GoldenStates src/test/resources/org/clinicalmlops/monitoring}. Once a format is released its
 * file is never written again; a new format gets a new file.
 */
final class GoldenStates {
    static final String MONITOR = "monitor-state-1.bin";

    private GoldenStates() {}

    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0], MONITOR), ward().save());
    }

    /** By hand, so that no change of profiling changes it. */
    static Baseline baseline() {
        return Baseline.of(
                new Schema(List.of(
                        new FeatureSpec("age", FeatureSpec.Kind.NUMERIC, "a", 1),
                        new FeatureSpec("sex", FeatureSpec.Kind.CATEGORICAL, "1", 1))),
                Levels.of(List.of(List.of(), List.of("F", "M"))),
                List.of(
                        FeatureProfile.of("age", new double[] {50, 65, 80}, new long[] {250, 250, 250, 250}, 0),
                        FeatureProfile.of("sex", new double[0], new long[] {520, 470}, 10)),
                new Estimate.Known(0.8, new Interval(0.75, 0.85, 0.95), 1000));
    }

    /** A month has been closed, the next is open; outcomes of every kind. */
    static Monitor ward() {
        Monitor monitor = StandardMonitoring.engine().open(MonitorPlan.standard(), baseline(), Samples.CLOCK);
        for (int i = 0; i < 120; i++) {
            double[] values = {20 + i * 37 % 80, i % 3 == 0 ? Double.NaN : i % 2};
            Instant maturesAt = Samples.SINCE.plus(Duration.ofDays(i % 50));
            double risk = i * 7 % 10 / 10.0;
            monitor.observe(values, risk, "e" + i / 2);
            monitor.expect("p" + i, "e" + i / 2, maturesAt, values, risk);
            switch (i % 8) {
                case 0 -> monitor.outcome("p" + i, new Outcome.Censored<>(maturesAt));
                case 1 -> monitor.outcome("p" + i, new Outcome.Intervened<>(Samples.SINCE));
                case 2 -> {} // nobody tells
                default -> monitor.outcome("p" + i, Outcome.event(i % 5 == 0, maturesAt));
            }
        }
        monitor.review(Samples.SINCE.plus(Duration.ofDays(31)));
        monitor.outcome("p3", Outcome.event(true, Samples.SINCE)); // had not happened
        monitor.outcome("nobody", Outcome.event(true, Samples.SINCE));
        return monitor;
    }
}
