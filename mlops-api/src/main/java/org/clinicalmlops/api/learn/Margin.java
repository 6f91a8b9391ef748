package org.clinicalmlops.api.learn;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.evaluate.Metric.Better;

/**
 * How much worse a candidate may be and still be called no worse, in one metric.
 *
 * @param metric its id
 * @param better which way is good: higher or lower
 * @param step against the version in use, in the unit of the metric; {@code >= 0}
 * @param total against the first approved version, however many versions lie between; {@code >= step}
 */
public record Margin(String metric, Better better, double step, double total) implements Declared {
    public Margin {
        Declarable.text("metric", metric);
        better.requireWorseSide(metric);
        Declarable.notNegative("step", step);
        Declarable.notNegative("total", total);
        if (!(total >= step)) {
            throw new IllegalArgumentException("total must be >= step " + step + ", was " + total);
        }
    }

    public static <P extends Output> NeedsStep of(Metric<P> metric) {
        String id = metric.id();
        Better better = metric.better();
        return step -> total -> new Margin(id, better, step, total);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("margin")
                .with("metric", metric)
                .with("better", better.name())
                .with("step", step)
                .with("total", total);
    }

    /** Against the version in use. */
    public interface NeedsStep {
        NeedsTotal step(double margin);
    }

    /** Against the first approved version. */
    public interface NeedsTotal {
        Margin total(double margin);
    }
}
