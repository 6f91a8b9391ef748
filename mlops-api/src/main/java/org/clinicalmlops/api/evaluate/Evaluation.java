package org.clinicalmlops.api.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;

/**
 * What an evaluation found: estimates by metric id, over all cases and by subgroup, and against the model in use where there is
 * one. Immutable.
 */
public final class Evaluation implements Declared {
    private final Digest model;
    private final Digest data;
    private final Cases all;
    private final List<Group> groups;
    private final Optional<Comparison> champion;

    /** @param groups in the order of the plan's subgroups, levels sorted by name */
    public Evaluation(Digest model, Digest data, Cases all, List<Group> groups, Optional<Comparison> champion) {
        this.model = Objects.requireNonNull(model, "model");
        this.data = Objects.requireNonNull(data, "data");
        this.all = Objects.requireNonNull(all, "all");
        this.groups = List.copyOf(groups);
        this.champion = Objects.requireNonNull(champion, "champion");
    }

    /**
     * Numbers about some cases.
     *
     * @param n cases with a known outcome, {@code >= 0}
     * @param events cases with the event, in [0, n]
     * @param estimates by metric id, in the order of the plan
     */
    public record Cases(long n, long events, Map<String, Estimate> estimates) {
        public Cases {
            if (n < 0) {
                throw new IllegalArgumentException("n must be >= 0, was " + n);
            }
            if (events < 0 || events > n) {
                throw new IllegalArgumentException("events must be in [0, " + n + "], was " + events);
            }
            estimates = Collections.unmodifiableMap(new LinkedHashMap<>(estimates));
        }
    }

    /**
     * One group of a subgroup.
     *
     * @param subgroup name of the subgroup, for example {@code "sex"}
     * @param level the group, for example {@code "F"}
     */
    public record Group(String subgroup, String level, Cases cases) {}

    /**
     * The candidate against the model in use, on the same cases.
     *
     * @param model digest of the model in use
     * @param ofChampion the champion's own numbers on these cases
     * @param differences candidate minus champion by metric id, with paired intervals
     */
    public record Comparison(Digest model, Cases ofChampion, Map<String, Estimate> differences) {
        public Comparison {
            differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
        }
    }

    public Digest model() {
        return model;
    }

    /** Digest of the rows that the run extracted. */
    public Digest data() {
        return data;
    }

    public Cases all() {
        return all;
    }

    public List<Group> groups() {
        return groups;
    }

    /** The groups of one subgroup. */
    public List<Group> groups(String subgroup) {
        return groups.stream().filter(g -> g.subgroup().equals(subgroup)).toList();
    }

    /** Empty for a first model. */
    public Optional<Comparison> champion() {
        return champion;
    }

    /** The estimate over all cases; undefined if the metric was not evaluated. */
    public Estimate of(String metric) {
        Estimate estimate = all.estimates().get(metric);
        return estimate == null ? new Estimate.Undefined("'" + metric + "' was not evaluated") : estimate;
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("evaluation")
                .with("model", model.hex())
                .with("data", data.hex())
                .with("all", declared(all));
        List<Declared> parts = new ArrayList<>();
        groups.forEach(g -> parts.add(() -> Declaration.of("group")
                .with("subgroup", g.subgroup())
                .with("level", g.level())
                .with("cases", declared(g.cases()))));
        declaration = declaration.with("groups", parts);
        return champion.isEmpty()
                ? declaration
                : declaration.with(
                        "champion",
                        Declaration.of("comparison")
                                .with("model", champion.get().model().hex())
                                .with("cases", declared(champion.get().ofChampion()))
                                .with("differences", declared(champion.get().differences())));
    }

    private static Declaration declared(Cases cases) {
        return declared(cases.estimates()).with("n", cases.n()).with("events", cases.events());
    }

    private static Declaration declared(Map<String, Estimate> estimates) {
        Declaration declaration = Declaration.of("estimates");
        for (Map.Entry<String, Estimate> e : estimates.entrySet()) {
            declaration = declaration.with("of." + e.getKey(), declared(e.getValue()));
        }
        return declaration;
    }

    private static Declaration declared(Estimate estimate) {
        return estimate.fold(
                known -> Declaration.of("known")
                        .with("value", known.value())
                        .with("lower", bound(known.interval().lower()))
                        .with("upper", bound(known.interval().upper()))
                        .with("level", known.interval().level())
                        .with("n", known.n()),
                few -> Declaration.of("too-few").with("n", few.n()).with("needed", few.needed()),
                undefined -> Declaration.of("undefined").with("reason", undefined.reason()));
    }

    private static String bound(double bound) {
        return Double.isInfinite(bound) ? (bound > 0 ? "unbounded" : "-unbounded") : Declaration.number(bound);
    }
}
