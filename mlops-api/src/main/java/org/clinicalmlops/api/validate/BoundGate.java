package org.clinicalmlops.api.validate;

import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;

/** Judges the interval of one metric over all cases: its lower bound only, or the whole of it. */
record BoundGate<P extends Output>(String metric, double low, double high, boolean lowerOnly) implements Gate<P> {
    BoundGate {
        if (lowerOnly && !Double.isFinite(low)) {
            throw new IllegalArgumentException("lower bound of " + metric + ": must be finite, was " + low);
        }
        if (!lowerOnly && !(Double.isFinite(low) && high > low && Double.isFinite(high))) {
            throw new IllegalArgumentException(
                    "interval of " + metric + ": bounds must be finite and low < high, were " + low + " and " + high);
        }
    }

    @Override
    public String id() {
        return lowerOnly
                ? "lower bound of " + metric + " >= " + Declaration.number(low)
                : "interval of " + metric + " within " + Declaration.number(low) + " to " + Declaration.number(high);
    }

    @Override
    public List<String> metrics() {
        return List.of(metric);
    }

    @Override
    public GateDecision judge(Evaluation evaluation) {
        return Judging.known(id(), evaluation.of(metric), this::judge);
    }

    private GateDecision judge(Estimate.Known known) {
        boolean passes =
                lowerOnly ? known.interval().lower() >= low : known.interval().within(low, high);
        return new GateDecision(
                id(),
                passes ? Ruling.PASS : Ruling.FAIL,
                String.format(
                        Locale.ROOT,
                        "%s is %.3f (%.3f to %.3f, n = %d)",
                        metric,
                        known.value(),
                        known.interval().lower(),
                        known.interval().upper(),
                        known.n()));
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of(lowerOnly ? "lower-bound" : "interval")
                .with("metric", metric)
                .with("low", low);
        return lowerOnly ? declaration : declaration.with("high", high);
    }
}
