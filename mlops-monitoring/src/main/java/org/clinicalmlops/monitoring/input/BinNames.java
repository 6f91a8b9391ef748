package org.clinicalmlops.monitoring.input;

import java.util.List;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.monitoring.text.Wording;

/** What a reader calls the bins of a feature. Immutable. */
final class BinNames {
    /** A level that fewer training rows had is not named: it may be a patient's own. Our choice. */
    private static final long NAMEABLE = 5;

    private final FeatureProfile profile;
    private final List<String> levels;

    /** @param levels of a category in the order of its bins; none for a number */
    BinNames(FeatureProfile profile, List<String> levels) {
        this.profile = profile;
        this.levels = levels;
    }

    private String of(int bin) {
        if (profile.edges() == 0) {
            boolean nameable = bin < levels.size() && profile.count(bin) >= NAMEABLE;
            return nameable ? "'" + levels.get(bin) + "'" : "a rare category";
        }
        if (bin == 0) {
            return "values below " + Wording.number(profile.edge(0));
        }
        double from = profile.edge(bin - 1);
        if (bin == profile.edges()) {
            return "values of " + Wording.number(from) + " or more";
        }
        double to = profile.edge(bin);
        return to == Math.nextUp(from)
                ? "the value " + Wording.number(from)
                : "values from " + Wording.number(from) + " to " + Wording.number(to);
    }

    /** The bin that adds most to the population stability index, and its shares. Both have a value. */
    String mostChanged(FeatureProfile reference, FeatureCounts now) {
        double n = reference.present();
        double m = now.present();
        int most = 0;
        double largest = -1;
        for (int bin = 0; bin < reference.bins(); bin++) {
            double p = (reference.count(bin) + 0.5) / (n + 0.5 * reference.bins());
            double q = (now.bin(bin) + 0.5) / (m + 0.5 * reference.bins());
            double part = (q - p) * Math.log(q / p);
            if (part > largest) {
                largest = part;
                most = bin;
            }
        }
        return "the most changed share is that of " + of(most) + ": " + Wording.percent(reference.count(most) / n)
                + " in training, " + Wording.percent(now.bin(most) / m) + " now";
    }
}
