package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;

/**
 * Whether a logistic regression can tell rows of a window from a sample of training: features together, where each alone may have changed
 * too little. Each tenth of the rows, from the third on, is judged by a fit to those before; what counts is the AUROC over all. An alarm needs a
 * p-value that uses its part of the false alarms, and the lower end of DeLong's 95 % interval above 0.55 (our choice), so that
 * a certain trifle is left alone. Sees that means moved, not that values spread or hang together otherwise: {@link Mmd} does. Keeps 1,000
 * rows of a window. Immutable.
 */
public final class DomainClassifier implements DetectorSpec {
    static final String ID = "input.domain";

    private static final int MOST_NOW = 1_000;
    private static final int MOST_BEFORE = 2_000;

    private final Sample sample;

    private DomainClassifier(Sample sample) {
        this.sample = sample;
    }

    /**
     * @param sample rows that the model was made for; of more than 2,000 some are taken, evenly
     * @param levels codes of categories, those of the baseline
     */
    public static DomainClassifier against(FeatureTable sample, Levels levels) {
        return new DomainClassifier(Sample.of(sample, levels).atMost(MOST_BEFORE));
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
        return MOST_NOW;
    }

    @Override
    public Detector open(Setting setting) {
        sample.checkAgainst(setting.baseline());
        return new DomainDrift(sample, MOST_NOW, setting);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("domain-classifier").with("sample", sample.declaration());
    }
}
