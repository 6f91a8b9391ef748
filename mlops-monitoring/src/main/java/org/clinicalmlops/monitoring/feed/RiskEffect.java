package org.clinicalmlops.monitoring.feed;

import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.RiskCells;

/** What missing values do to the predicted risks, as far as the baseline can tell: rows of the baseline without the value, weighted. */
final class RiskEffect {
    /** A change of the mean risk below this is not divided by. Our choice. */
    private static final double SMALLEST = 0.001;

    private RiskEffect() {}

    /**
     * @param share of rows without the value now
     * @param risks of the rows now
     * @return the finding with its effect; as it was if the baseline knows no risks, or none without the value
     */
    static Finding on(Finding finding, FeatureProfile profile, double share, FeatureCounts risks) {
        long rows = profile.present() + profile.missing();
        if (!profile.knowsRisks() || profile.missing() == 0 || profile.present() == 0) {
            return finding;
        }
        double present = 0;
        for (int bin = 0; bin < profile.bins(); bin++) {
            present += profile.count(bin) * profile.meanRisk(bin);
        }
        double without = profile.meanRisk(profile.bins());
        double before = (present + profile.missing() * without) / rows;
        double now = (1 - share) * (present / profile.present()) + share * without;
        double change = mean(risks) - before;
        return finding.effect(before, now, Math.abs(change) < SMALLEST ? Double.NaN : (now - before) / change);
    }

    private static double mean(FeatureCounts risks) {
        double sum = 0;
        for (int cell = 0; cell < risks.bins(); cell++) {
            sum += risks.bin(cell) * RiskCells.middle(cell);
        }
        return sum / risks.present(); // NaN without a row: then there is no share
    }
}
