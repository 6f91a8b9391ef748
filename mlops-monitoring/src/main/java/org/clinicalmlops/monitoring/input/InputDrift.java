package org.clinicalmlops.monitoring.input;

import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/**
 * Compares the distribution of each feature with training, window by window, by the population stability index with the limits of
 * {@link DistributionShift}: the detector of drift that tolerates a little.
 */
public final class InputDrift implements Detector {
    /** Its id. */
    public static final String ID = "input.psi";

    private final Baseline baseline;
    private final Allowance allowance;
    private final List<FeatureDrift> features;

    public InputDrift(Setting setting) {
        baseline = setting.baseline();
        features = IntStream.range(0, baseline.features().size())
                .mapToObj(f -> new FeatureDrift(baseline, f, setting.plan().minimumRows(), setting.since()))
                .toList();
        allowance = setting.allowance()
                .over((int) features.stream().filter(FeatureDrift::comparable).count());
    }

    @Override
    public List<Finding> look(Look look) {
        features.forEach(feature -> feature.look(look));
        return List.of();
    }

    @Override
    public List<Finding> close(Window window) {
        Effect effect = Effect.in(window.counts(), baseline.output());
        return features.stream()
                .map(feature -> feature.judge(window, allowance, effect))
                .toList();
    }

    @Override
    public void save(StateOutput out) {
        features.forEach(feature -> feature.save(out));
    }

    @Override
    public void restore(StateInput in) {
        features.forEach(feature -> feature.restore(in));
    }
}
