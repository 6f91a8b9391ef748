package org.clinicalmlops.api.samples;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;

/** A metric for plans and gates, which know metrics by id and compute none. */
public record NamedMetric(String id, Better better) implements Metric<Risk> {
    public static final NamedMetric AUROC = new NamedMetric("auroc", Better.HIGHER);
    public static final NamedMetric BRIER = new NamedMetric("brier", Better.LOWER);
    public static final NamedMetric SLOPE = new NamedMetric("calibration-slope", Better.NEAREST_ONE);

    @Override
    public Estimate estimate(Judged<Risk> cases) {
        return new Estimate.Undefined("computes nothing");
    }
}
