package org.clinicalmlops.api.validate;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.usecase.Role;

/**
 * The acceptance criteria of a plan, all of which must be passed, and the criteria that come with the library. They judge
 * interval bounds, so that a small sample makes passing harder, never easier.
 */
public final class GatePolicy<P extends Output> implements Declared {
    private final List<Gate<P>> gates;

    private GatePolicy(List<Gate<P>> gates) {
        this.gates = gates;
        if (gates.isEmpty()) {
            throw new IllegalArgumentException("a gate policy needs at least one gate");
        }
    }

    /** @param gates at least one */
    @SafeVarargs
    public static <P extends Output> GatePolicy<P> allOf(Gate<P>... gates) {
        List<Gate<P>> all = new ArrayList<>();
        for (Gate<P> gate : gates) {
            all.add(gate);
        }
        return new GatePolicy<>(List.copyOf(all));
    }

    /** @param gates at least one */
    public static <P extends Output> GatePolicy<P> allOf(List<Gate<P>> gates) {
        return new GatePolicy<>(List.copyOf(gates));
    }

    /** The lower end of the interval of {@code metric}. */
    public static <P extends Output> AtLeast<P> lowerBoundOf(Metric<P> metric) {
        return threshold -> new BoundGate<>(metric.id(), threshold, Double.POSITIVE_INFINITY, true);
    }

    /** The whole interval of {@code metric}. */
    public static <P extends Output> Within<P> intervalOf(Metric<P> metric) {
        return (low, high) -> new BoundGate<>(metric.id(), low, high, false);
    }

    /**
     * The gap between any two groups of {@code subgroup}, each judged at the upper end of its interval: a group with few cases
     * makes passing harder. Groups are taken as independent.
     */
    public static <P extends Output> AtMost<P> subgroupGap(Metric<P> metric, Subgroup<?> subgroup) {
        return threshold -> new SubgroupGapGate<>(metric.id(), subgroup.name(), threshold);
    }

    /** The difference to the model in use on the same cases, judged at the unfavourable end of its paired interval. */
    public static <P extends Output> ByMargin<P> noWorseThanChampion(Metric<P> metric) {
        return margin -> new ChampionGate<>(metric.id(), metric.better(), margin);
    }

    /** A signature in {@code role}. */
    public static <P extends Output> Gate<P> signedBy(Role role) {
        return new SignOffGate<>(role);
    }

    public List<Gate<P>> gates() {
        return gates;
    }

    /** What each gate says, in order. */
    public List<GateDecision> judge(Evaluation evaluation) {
        return gates.stream().map(gate -> gate.judge(evaluation)).toList();
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("gates").with("allOf", gates);
    }

    /** At which value a lower bound passes. */
    public interface AtLeast<P extends Output> {
        /** @param threshold finite; a bound that equals it passes */
        Gate<P> atLeast(double threshold);
    }

    /** At which value a gap passes. */
    public interface AtMost<P extends Output> {
        /** @param threshold finite, {@code >= 0}; a gap that equals it passes */
        Gate<P> atMost(double threshold);
    }

    /** Between which values an interval passes. */
    public interface Within<P extends Output> {
        /**
         * @param low finite
         * @param high finite, {@code > low}
         */
        Gate<P> within(double low, double high);
    }

    /** How much worse than the model in use still passes. */
    public interface ByMargin<P extends Output> {
        /** @param margin in the unit of the metric; finite, {@code >= 0} */
        Gate<P> byMoreThan(double margin);
    }
}
