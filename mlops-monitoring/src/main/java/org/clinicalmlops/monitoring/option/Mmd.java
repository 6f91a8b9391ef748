package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;

/**
 * Whether rows of a window come from the distribution of a sample of training, all features together, by the maximum mean discrepancy: it
 * sees spread and how features hang together as well as means. The p-value is found by exchanging rows, at most 20,000 times, so that it
 * is no smaller than 0.00005; where the false alarms allowed since the last test are fewer, it waits until they are not, and says so.
 * It has no tolerance: a certain trifle is found too, if rows are many. Keeps 500 rows of a window, and as many of the sample. Immutable.
 */
public final class Mmd implements DetectorSpec {
    static final String ID = "input.mmd";

    private static final int MOST = 500;

    private final Sample sample;
    private final long seed;

    private Mmd(Sample sample, long seed) {
        this.sample = sample;
        this.seed = seed;
    }

    /**
     * @param sample rows that the model was made for; of more than 500 some are taken, evenly
     * @param levels codes of categories, those of the baseline
     * @param seed of the exchanges
     */
    public static Mmd against(FeatureTable sample, Levels levels, long seed) {
        return new Mmd(Sample.of(sample, levels).atMost(MOST), seed);
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
        return MOST;
    }

    @Override
    public Detector open(Setting setting) {
        sample.checkAgainst(setting.baseline());
        return new MmdDrift(sample, MOST, seed, setting);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("mmd").with("sample", sample.declaration()).with("seed", seed);
    }
}
