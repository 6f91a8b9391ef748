package org.clinicalmlops.metrics;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;

/** A function of the confusion matrix above a threshold, under an id that names both. */
record ThresholdMetric(String name, double threshold, Better better, OfMatrix function) implements Metric<Risk> {
    interface OfMatrix {
        Estimate of(ConfusionMatrix matrix, double level);
    }

    private static final double LEVEL = 0.95;

    ThresholdMetric {
        Objects.requireNonNull(name, "name");
        Cases.checkThreshold(threshold);
    }

    @Override
    public String id() {
        return name + " above " + Declaration.number(threshold);
    }

    @Override
    public Estimate estimate(Judged<Risk> cases) {
        return function.of(ConfusionMatrix.above(cases.toPredicted(), cases.toHappened(), threshold), LEVEL);
    }

    @Override
    public String toString() {
        return id();
    }
}
