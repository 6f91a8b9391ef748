package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.metrics.Metrics;

/** Describes training data and opens monitors. */
enum StandardEngine implements MonitorEngine {
    INSTANCE;

    @Override
    public Baseline profile(FeatureTable training, Levels levels, Judged<Risk> evaluated) {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(evaluated, "evaluated");
        if (levels.size() != training.schema().size()) {
            throw new IllegalArgumentException(
                    "levels must be of " + training.schema().size() + " features, were of " + levels.size());
        }
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int feature = 0; feature < training.schema().size(); feature++) {
            profiles.add(Profiles.of(training, feature, levels));
        }
        return new Baseline(training.schema(), levels, profiles, Metrics.auroc().estimate(evaluated));
    }

    @Override
    public Monitor open(MonitorPlan plan, Baseline baseline, Instant since) {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(since, "since");
        check(baseline);
        return new StandardMonitor(plan, baseline, since);
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
