package org.clinicalmlops.monitoring;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.monitoring.baseline.Profiling;

/** Describes training data and opens monitors, whose alerts go to the same sinks. */
final class StandardEngine implements MonitorEngine {
    private final List<AlertSink> sinks;

    StandardEngine(List<AlertSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public Baseline profile(Reference reference) {
        return Profiling.of(Objects.requireNonNull(reference, "reference"));
    }

    @Override
    public Monitor open(MonitorPlan plan, Baseline baseline, Clock clock) {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(clock, "clock");
        check(baseline);
        return new StandardMonitor(plan, baseline, clock, clock.instant(), sinks);
    }

    @Override
    public Resumption resume(MonitorPlan plan, Baseline baseline, Clock clock, byte[] state) {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(state, "state");
        check(baseline);
        return MonitorState.resume(plan, baseline, clock, state, sinks);
    }

    private static void check(Baseline baseline) {
        for (int i = 0; i < baseline.schema().size(); i++) {
            FeatureSpec feature = baseline.schema().feature(i);
            FeatureProfile profile = baseline.features().get(i);
            if (!profile.feature().equals(feature.name())) {
                throw new IllegalArgumentException(
                        "profile " + i + " must be of '" + feature.name() + "', was of '" + profile.feature() + "'");
            }
            int bins = feature.categorical() ? baseline.levels().of(i).size() : profile.edges() + 1;
            if (profile.bins() != bins || feature.categorical() && profile.edges() > 0) {
                throw new IllegalArgumentException("profile of '" + feature.name() + "' must have " + bins
                        + " bins, had " + profile.bins() + " and " + profile.edges() + " edges");
            }
        }
    }
}
