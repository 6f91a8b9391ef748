package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;

/**
 * Compares the values of each number with a sample of training by the Kolmogorov-Smirnov test and Wasserstein's distance, beside the
 * bins that every monitor compares: sees what happens inside a bin, and in which unit. An alarm needs both, a p-value that uses its part
 * of the false alarms and a distance of at least 0.3 standard deviations (our choice: what a population stability index of 0.1, which is
 * tolerated, is for normal values). It also tells what Cramér and von Mises', and Mann and Whitney's tests say. Keeps 10,000 rows of a
 * window. Immutable.
 */
public final class RawDistributions implements DetectorSpec {
    static final String ID = "input.raw";

    private static final int MOST_ROWS = 10_000;

    private final Sample sample;

    private RawDistributions(Sample sample) {
        this.sample = sample;
    }

    /**
     * @param sample rows that the model was made for; of more than 10,000 some are taken, evenly
     * @param levels codes of categories, those of the baseline
     */
    public static RawDistributions against(FeatureTable sample, Levels levels) {
        return new RawDistributions(Sample.of(sample, levels).atMost(MOST_ROWS));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Family family() {
        return Family.DRIFT;
    }

    @Override
    public int keepsRows() {
        return MOST_ROWS;
    }

    @Override
    public Detector open(Setting setting) {
        sample.checkAgainst(setting.baseline());
        return new RawDrift(sample, MOST_ROWS, setting);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("raw-distributions").with("sample", sample.declaration());
    }
}
