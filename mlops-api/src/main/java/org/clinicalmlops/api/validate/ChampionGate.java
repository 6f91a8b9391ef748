package org.clinicalmlops.api.validate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Metric.Better;

/** Judges the paired difference to the model in use: no worse by more than a margin, at the unfavourable end. */
record ChampionGate<P extends Output>(String metric, Better better, double margin) implements Gate<P> {
    ChampionGate {
        if (!(margin >= 0 && Double.isFinite(margin))) {
            throw new IllegalArgumentException("margin of " + metric + " must be finite and >= 0, was " + margin);
        }
        better.requireWorseSide(metric);
    }

    @Override
    public String id() {
        return metric + " no worse than the model in use by more than " + Declaration.number(margin);
    }

    @Override
    public List<String> metrics() {
        return List.of(metric);
    }

    @Override
    public GateDecision judge(Evaluation evaluation) {
        Optional<Evaluation.Comparison> comparison = evaluation.champion();
        if (comparison.isEmpty()) {
            return new GateDecision(id(), Ruling.NOT_APPLICABLE, "there is no model in use to compare with");
        }
        Estimate difference = comparison.get().differences().get(metric);
        return Judging.known(
                id(),
                difference == null ? new Estimate.Undefined("'" + metric + "' was not compared") : difference,
                this::judge);
    }

    private GateDecision judge(Estimate.Known difference) {
        boolean passes = better.noWorse(difference.interval(), margin);
        return new GateDecision(
                id(),
                passes ? Ruling.PASS : Ruling.FAIL,
                String.format(
                        Locale.ROOT,
                        "%s differs from the model in use by %+.4f (%+.4f to %+.4f) on the same %d cases",
                        metric,
                        difference.value(),
                        difference.interval().lower(),
                        difference.interval().upper(),
                        difference.n()));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("no-worse-than-champion")
                .with("metric", metric)
                .with("better", better.name())
                .with("margin", margin);
    }
}
