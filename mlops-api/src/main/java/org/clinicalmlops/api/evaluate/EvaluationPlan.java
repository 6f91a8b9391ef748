package org.clinicalmlops.api.evaluate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;

/** Which numbers are computed, over all cases and in which subgroups. */
public final class EvaluationPlan<R, P extends Output> implements Declared {
    private final List<Metric<P>> metrics;
    private final List<Subgroup<R>> subgroups;

    private EvaluationPlan(List<Metric<P>> metrics, List<Subgroup<R>> subgroups) {
        this.metrics = List.copyOf(metrics);
        this.subgroups = List.copyOf(subgroups);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one metric");
        }
        unique("metric", this.metrics.stream().map(Metric::id).toList());
        unique("subgroup", this.subgroups.stream().map(Subgroup::name).toList());
    }

    /**
     * @param metrics at least one, ids unique
     * @param subgroups may be empty, names unique
     */
    public static <R, P extends Output> EvaluationPlan<R, P> of(List<Metric<P>> metrics, List<Subgroup<R>> subgroups) {
        return new EvaluationPlan<>(metrics, subgroups);
    }

    public List<Metric<P>> metrics() {
        return metrics;
    }

    public List<Subgroup<R>> subgroups() {
        return subgroups;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("evaluation-plan")
                .withTexts("metrics", metrics.stream().map(Metric::id).toList())
                .with("subgroups", subgroups);
    }

    private static void unique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " listed twice: '" + name + "'");
            }
        }
    }
}
