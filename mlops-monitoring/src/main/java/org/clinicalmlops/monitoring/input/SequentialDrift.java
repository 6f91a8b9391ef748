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
 * Watches the distribution of each feature's values, those that training never had included, at every look, so that a great
 * change is found between the ends of windows. Rests on {@link ShareEvidence}, which holds for rows that do not depend on each other: it
 * refuses rows without an episode.
 */
public final class SequentialDrift implements Detector {
    /** Its id. */
    public static final String ID = "input.dirichlet";

    private final Baseline baseline;
    private final Allowance allowance;
    private final List<FeatureEvidence> features;
    private Instant from;
    private Instant until;

    public SequentialDrift(Setting setting) {
        baseline = setting.baseline();
        features = IntStream.range(0, baseline.features().size())
                .mapToObj(f -> new FeatureEvidence(baseline, f, setting.plan().minimumRows()))
                .toList();
        allowance = setting.allowance().over((int)
                features.stream().filter(FeatureEvidence::comparable).count());
        from = setting.since();
        until = setting.since();
        turn();
    }

    private void turn() {
        List<FeatureProfile> season = baseline.features(from, until);
        features.forEach(feature -> feature.turn(season));
    }

    @Override
    public List<Finding> look(Look look) {
        from = look.from();
        until = look.until();
        turn();
        if (look.counts().withoutEpisode() > 0) {
            return List.of();
        }
        return features.stream()
                .filter(FeatureEvidence::comparable)
                .map(feature -> feature.look(look, allowance))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<Finding> close(Window window) {
        boolean unkeyed = window.counts().withoutEpisode() > 0;
        Effect effect = Effect.in(window.counts(), baseline.output());
        return features.stream()
                .map(feature -> feature.close(window, unkeyed, effect))
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
