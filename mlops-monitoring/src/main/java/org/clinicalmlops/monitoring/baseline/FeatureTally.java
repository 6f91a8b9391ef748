package org.clinicalmlops.monitoring.baseline;

import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.monitoring.count.Bins;

/** Counts rows of one feature, in the order of time, into a profile. Single-threaded. */
final class FeatureTally {
    private final String name;
    private final boolean categorical;
    private final double[] edges;
    private final long[] counts;
    private final double[] risks;
    private final long[] answered;
    private final long[] magnitudes = new long[Magnitudes.CELLS];
    private long missing;
    private long missingInARow;

    /** @param bins of the feature; one more than edges for a number, one for each level of a category */
    FeatureTally(String name, boolean categorical, double[] edges, int bins) {
        this.name = name;
        this.categorical = categorical;
        this.edges = edges;
        this.counts = new long[bins];
        this.risks = new double[bins + 1];
        this.answered = new long[bins + 1];
    }

    /** The same without a row. */
    FeatureTally empty() {
        return new FeatureTally(name, categorical, edges, counts.length);
    }

    int bins() {
        return counts.length;
    }

    /** The bin of a value; {@code bins} for none, and -1 for a category that has no bin. */
    int bin(double value) {
        if (Double.isNaN(value)) {
            return counts.length;
        }
        if (!categorical) {
            return Bins.of(edges, value);
        }
        return value >= 0 && value < counts.length ? (int) value : -1;
    }

    /**
     * @param risk NaN if not known
     * @param missingBefore whether the row before had no value either
     */
    void add(double value, double risk, boolean missingBefore) {
        int bin = bin(value);
        if (bin < 0) {
            return;
        }
        if (bin == counts.length) {
            missing++;
            missingInARow += missingBefore ? 1 : 0;
        } else {
            counts[bin]++;
            if (!categorical && value > 0) {
                magnitudes[Magnitudes.cell(value)]++;
            }
        }
        if (!Double.isNaN(risk)) {
            risks[bin] += risk;
            answered[bin]++;
        }
    }

    /** @param knowsRisks whether mean risks are part of it */
    FeatureProfile profile(boolean knowsRisks) {
        FeatureProfile profile = FeatureProfile.of(name, edges, counts, missing).withMissingInARow(missingInARow);
        if (!categorical) {
            profile = profile.withMagnitudes(magnitudes);
        }
        if (!knowsRisks) {
            return profile;
        }
        double[] means = new double[risks.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = answered[i] == 0 ? 0 : Math.min(1, risks[i] / answered[i]);
        }
        return profile.withMeanRisks(means);
    }
}
