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
 * Watches for values that training never had, of each feature that can have such: a category, a number that took few values, or one whose
 * magnitudes the baseline knows; of other numbers every value is new, and there is no finding.
 */
public final class UnseenInputs implements Detector {
    /** Its id. */
    public static final String ID = "input.unseen";

    private final Allowance allowance;
    private final List<UnseenValues> features;

    public UnseenInputs(Setting setting) {
        Baseline baseline = setting.baseline();
        features = IntStream.range(0, baseline.features().size())
                .mapToObj(f -> new UnseenValues(
                        f,
                        baseline.features().get(f),
                        baseline.schema().feature(f).categorical(),
                        setting.plan().minimumRows(),
                        setting.since()))
                .filter(UnseenValues::possible)
                .toList();
        allowance = setting.allowance().over(features.size());
    }

    @Override
    public List<Finding> look(Look look) {
        features.forEach(feature -> feature.look(look));
        return List.of();
    }

    @Override
    public List<Finding> close(Window window) {
        return features.stream()
                .map(feature -> feature.judge(window, allowance))
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
