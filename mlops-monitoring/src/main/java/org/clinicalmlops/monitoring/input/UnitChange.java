package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/**
 * Watches for numbers that are sent in another unit, all or a part of them, and says which conversion it looks like. Where every row has
 * its episode it is looked for at every look, so that it is found within hours; otherwise at the end of the window.
 */
public final class UnitChange implements Detector {
    /** Its id. */
    public static final String ID = "input.unit";

    private final Baseline baseline;
    private final Allowance allowance;
    private final int[] numbers;
    private final List<FeatureUnits> features;
    private Instant from;
    private Instant until;

    public UnitChange(Setting setting) {
        baseline = setting.baseline();
        numbers = IntStream.range(0, baseline.features().size())
                .filter(f -> !baseline.schema().feature(f).categorical())
                .toArray();
        features = IntStream.of(numbers)
                .mapToObj(f -> new FeatureUnits(baseline, f, setting.plan().minimumRows(), setting.since()))
                .toList();
        allowance = setting.allowance()
                .over((int) features.stream().filter(FeatureUnits::comparable).count());
        from = setting.since();
        until = setting.since();
        turn();
    }

    private void turn() {
        List<FeatureProfile> season = baseline.features(from, until);
        for (int i = 0; i < numbers.length; i++) {
            features.get(i).turn(season.get(numbers[i]), from);
        }
    }

    @Override
    public List<Finding> look(Look look) {
        from = look.from();
        until = look.until();
        turn();
        return features.stream()
                .filter(FeatureUnits::comparable)
                .map(feature -> feature.look(look, allowance))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<Finding> close(Window window) {
        Effect effect = Effect.in(window.counts(), baseline.output());
        return features.stream()
                .map(feature -> feature.close(window, allowance, effect))
                .toList();
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(from);
        out.putInstant(until);
        features.forEach(feature -> feature.save(out));
    }

    @Override
    public void restore(StateInput in) {
        from = in.getInstant();
        until = in.getInstant();
        turn();
        features.forEach(feature -> feature.restore(in));
    }
}
