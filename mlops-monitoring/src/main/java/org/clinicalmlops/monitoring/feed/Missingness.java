package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/**
 * Whether more values of a feature are missing than in the baseline, because a feed broke, or fewer, because something fills them in.
 *
 * <p>Missing values come in bursts, so that rows are no unit. The unit is a block: what looks bring until it has {@value #BLOCK} rows and a
 * whole day, so that it has its night; in the first {@value #LEARNING} days a week, so that it has its weekend. Meanwhile is learnt
 * how much blocks of a day differ ({@link Scatter}), on at least {@value #FEWEST_BLOCKS} of them. A block is a look long at least:
 * who looks seldom has long blocks. {@link ToleratedAbsence} says what a block is worth as evidence, {@link AbsenceChart} adds it up.
 * The lengths are our choice.
 *
 * <p>An alarm is told at the look that completes the block, and stands until the share of a window is tolerated again. Rows without an
 * episode key make no evidence: the day in which they come is left out. Single-threaded.
 */
public final class Missingness implements Detector {
    /** Its id. */
    public static final String ID = "feed.missingness";

    static final int BLOCK = 50;
    static final int LEARNING = 28;
    static final int FEWEST_BLOCKS = 8;

    private static final Duration DAY = Duration.ofHours(23); // looks may be early
    private static final Duration WEEK = Duration.ofHours(7 * 24 - 1);

    private final Seasons seasons;
    private final Instant opened;
    private final List<FeatureMissingness> features = new ArrayList<>();
    private Instant dayFrom;
    private long dayRows;
    private Instant blockFrom;
    private Instant judged;
    private long days;
    private boolean learnt;

    public Missingness(Setting setting) {
        seasons = new Seasons(setting.baseline());
        opened = setting.since();
        Allowance allowance = setting.allowance().over(seasons.features());
        for (int f = 0; f < seasons.features(); f++) {
            List<FeatureProfile> profiles = new ArrayList<>();
            List<ToleratedAbsence> tolerated = new ArrayList<>();
            for (int s = 0; s < seasons.size(); s++) {
                profiles.add(seasons.profile(s, f));
                tolerated.add(new ToleratedAbsence(seasons.absence(s, f)));
            }
            features.add(new FeatureMissingness(profiles, tolerated, allowance));
        }
        dayFrom = opened;
        blockFrom = opened;
        judged = opened;
    }

    @Override
    public List<Finding> look(Look look) {
        if (look.counts().withoutEpisode() > 0) {
            features.forEach(FeatureMissingness::forgetDay);
            startDay(look.until());
            return List.of();
        }
        for (int f = 0; f < features.size(); f++) {
            features.get(f).count(look.counts().feature(f));
        }
        dayRows += look.counts().firsts();
        return dayRows >= BLOCK && lasts(dayFrom, look.until(), DAY) ? endDay(look) : List.of();
    }

    private static boolean lasts(Instant from, Instant until, Duration time) {
        return Duration.between(from, until).compareTo(time) >= 0;
    }

    private void startDay(Instant at) {
        dayFrom = at;
        dayRows = 0;
    }

    private List<Finding> endDay(Look look) {
        Instant until = look.until();
        features.forEach(feature -> feature.endDay(!learnt));
        startDay(until);
        days++;
        if (!learnt && days >= FEWEST_BLOCKS && lasts(opened, until, Duration.ofDays(LEARNING))) {
            learnt = true;
            features.forEach(FeatureMissingness::learnt);
        }
        return learnt || lasts(blockFrom, until, WEEK) ? endBlock(look) : List.of();
    }

    private List<Finding> endBlock(Look look) {
        Instant until = look.until();
        int season = seasons.at(blockFrom, until);
        List<Finding> findings = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            FeatureMissingness feature = features.get(f);
            if (feature.endBlock(season, judged, blockFrom, until, look.seen().rowsWithout(f) > 0)) {
                findings.add(feature.alarm(season, look.counts().risk()));
            }
        }
        judged = until;
        blockFrom = until;
        return findings;
    }

    @Override
    public List<Finding> close(Window window) {
        int season = seasons.at(window.from(), window.until());
        boolean withoutEpisode = window.counts().withoutEpisode() > 0;
        List<Finding> findings = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            FeatureMissingness feature = features.get(f);
            findings.add(feature.close(
                    season, window.counts().feature(f), window.counts().risk(), withoutEpisode));
            feature.startWindow();
        }
        return findings;
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(dayFrom);
        out.putLong(dayRows);
        out.putInstant(blockFrom);
        out.putInstant(judged);
        out.putLong(days);
        out.putLong(learnt ? 1 : 0);
        features.forEach(feature -> feature.save(out));
    }

    @Override
    public void restore(StateInput in) {
        dayFrom = in.getInstant();
        dayRows = in.getLong();
        blockFrom = in.getInstant();
        judged = in.getInstant();
        days = in.getLong();
        learnt = in.getLong() == 1;
        features.forEach(feature -> feature.restore(in));
    }
}
