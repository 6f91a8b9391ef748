package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;

/** The baseline's profiles by season, and how values are missing in each: place 0 is the whole year. Immutable. */
final class Seasons {
    private final Baseline baseline;
    private final List<List<Absence>> absences = new ArrayList<>();

    Seasons(Baseline baseline) {
        this.baseline = baseline;
        for (int s = 0; s < size(); s++) {
            double habit = Absence.habit(profiles(s));
            absences.add(profiles(s).stream()
                    .map(profile -> Absence.of(profile, habit))
                    .toList());
        }
    }

    int size() {
        return baseline.seasons().size() + 1;
    }

    int features() {
        return baseline.features().size();
    }

    private List<FeatureProfile> profiles(int season) {
        return season == 0
                ? baseline.features()
                : baseline.seasons().get(season - 1).features();
    }

    FeatureProfile profile(int season, int feature) {
        return profiles(season).get(feature);
    }

    Absence absence(int season, int feature) {
        return absences.get(season).get(feature);
    }

    /** The place of the season in which the middle of a stretch of time lies. */
    int at(Instant from, Instant until) {
        List<FeatureProfile> now = baseline.features(from, until);
        int place = 0;
        for (int s = 1; s < size(); s++) {
            place = profiles(s) == now ? s : place;
        }
        return place;
    }
}
