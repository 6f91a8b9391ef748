package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/**
 * Whether values of a feature, or rows at all, no longer arrive: an interface that died is to be found within hours, not at the end of
 * a window. Works at looks.
 *
 * <p><em>Features.</em> The unit is rows, so that nights and weekends need no rule: {@link SilentFeature} knows how many rows in a row
 * without a value are too many. <em>Rows.</em> {@link Arrivals} knows how many were to be expected since the last one; learnt in the
 * first {@value #LEARNING} days, INSUFFICIENT until then. Each gets half of the allowance, the features in equal parts.
 *
 * <p>Features that fell silent at the same time have one cause: the finding of each names the others. An alarm is told at the look
 * that finds it, and by the window in which it was so. Single-threaded.
 */
public final class DeadFeed implements Detector {
    /** Its id. */
    public static final String ID = "feed.dead";

    static final int LEARNING = 28;
    private static final Duration TOGETHER = Duration.ofHours(1);

    private final Seasons seasons;
    private final List<SilentFeature> features = new ArrayList<>();
    private final SilentModel model;
    private final Instant opened;
    private long rows;
    private Instant looked;

    public DeadFeed(Setting setting) {
        seasons = new Seasons(setting.baseline());
        opened = setting.since();
        looked = opened;
        Allowance half = setting.allowance().part(0.5);
        for (int f = 0; f < seasons.features(); f++) {
            features.add(new SilentFeature(seasons, f, half.over(seasons.features()), opened));
        }
        model = new SilentModel(half, opened);
    }

    @Override
    public List<Finding> look(Look look) {
        rows += look.counts().rows();
        looked = look.until();
        double rowsAYear = rowsAYear();
        int season = seasons.at(look.from(), look.until());
        List<Finding> findings = new ArrayList<>();
        List<SilentFeature> fell = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            SilentFeature feature = features.get(f);
            if (feature.look(season, look.seen().rowsWithout(f), look.seen().value(f), rowsAYear)) {
                fell.add(feature);
            }
        }
        fell.forEach(feature -> findings.add(feature.alarm(season, others(feature))));
        model.look(look, rowsAYear).ifPresent(findings::add);
        return findings;
    }

    /** Twice what was seen so far, since there may be more to come; at least a week's time, and some rows. Our choice. */
    private double rowsAYear() {
        double years = Math.max(7 / 365.25, Allowance.years(opened, looked));
        return 2 * (rows + 50) / years;
    }

    /** Names of features that fell silent when this one did, and are. */
    private List<String> others(SilentFeature one) {
        return features.stream()
                .filter(other -> other != one && other.nearlySilent())
                .filter(other -> Duration.between(other.lastValue(), one.lastValue())
                                .abs()
                                .compareTo(TOGETHER)
                        <= 0)
                .map(SilentFeature::name)
                .toList();
    }

    @Override
    public List<Finding> close(Window window) {
        int season = seasons.at(window.from(), window.until());
        List<Finding> findings = new ArrayList<>();
        for (SilentFeature feature : features) {
            findings.add(feature.close(season, window.counts().rows(), others(feature)));
        }
        findings.add(model.close(window, rowsAYear()));
        return findings;
    }

    @Override
    public void save(StateOutput out) {
        out.putLong(rows);
        out.putInstant(looked);
        features.forEach(feature -> feature.save(out));
        model.save(out);
    }

    @Override
    public void restore(StateInput in) {
        rows = in.getLong();
        looked = in.getInstant();
        features.forEach(feature -> feature.restore(in));
        model.restore(in);
    }
}
