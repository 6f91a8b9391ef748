package org.clinicalmlops.api.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Stakeholder;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GatePolicy;

/**
 * A plan as a value: runs nothing, holds no thread, no ledger, no clock. Two plans that declare the same have the same digest;
 * what functions do is no part of it.
 */
public final class Pipeline<R, P extends Output> implements Declared {
    private final UseCase<P> useCase;
    private final CohortSource<R> source;
    private final FeatureSet<? super R> features;
    private final Function<? super R, Outcome<P>> outcome;
    private final Split split;
    private final Train<P> train;
    private final EvaluationPlan<R, P> evaluation;
    private final GatePolicy<P> gates;
    private final Serving<P> serving;
    private final MonitorPlan monitoring;
    private final UpdatePolicy learning;
    private final Digest digest;

    Pipeline(
            UseCase<P> useCase,
            CohortSource<R> source,
            FeatureSet<? super R> features,
            Function<? super R, Outcome<P>> outcome,
            Split split,
            Train<P> train,
            EvaluationPlan<R, P> evaluation,
            GatePolicy<P> gates,
            Serving<P> serving,
            MonitorPlan monitoring,
            UpdatePolicy learning) {
        this.useCase = Objects.requireNonNull(useCase, "useCase");
        this.source = Objects.requireNonNull(source, "source");
        this.features = Objects.requireNonNull(features, "features");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.split = Objects.requireNonNull(split, "split");
        this.train = Objects.requireNonNull(train, "train");
        this.evaluation = Objects.requireNonNull(evaluation, "evaluation");
        this.gates = Objects.requireNonNull(gates, "gates");
        this.serving = Objects.requireNonNull(serving, "serving");
        this.monitoring = Objects.requireNonNull(monitoring, "monitoring");
        this.learning = Objects.requireNonNull(learning, "learning");
        checkGates();
        checkRoles();
        if (features.size() == 0) {
            throw new IllegalArgumentException("the feature set has no features");
        }
        serving.requireFit(features);
        this.digest = declaration().digest();
    }

    public UseCase<P> useCase() {
        return useCase;
    }

    public CohortSource<R> source() {
        return source;
    }

    public FeatureSet<? super R> features() {
        return features;
    }

    public Function<? super R, Outcome<P>> outcome() {
        return outcome;
    }

    public Split split() {
        return split;
    }

    public Train<P> train() {
        return train;
    }

    public EvaluationPlan<R, P> evaluation() {
        return evaluation;
    }

    public GatePolicy<P> gates() {
        return gates;
    }

    public Serving<P> serving() {
        return serving;
    }

    public MonitorPlan monitoring() {
        return monitoring;
    }

    public UpdatePolicy learning() {
        return learning;
    }

    /** SHA-256 of the canonical text of everything declared. */
    public Digest digest() {
        return digest;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("pipeline")
                .with("format", 1)
                .with("useCase", useCase)
                .with("source", source.name())
                .with("features", features)
                .with("split", split)
                .with("train", train)
                .with("evaluation", evaluation)
                .with("gates", gates)
                .with("serving", serving)
                .with("monitoring", monitoring)
                .with("learning", learning);
    }

    private void checkGates() {
        Set<String> metrics = new LinkedHashSet<>(
                evaluation.metrics().stream().map(Metric::id).toList());
        Set<String> subgroups = new LinkedHashSet<>(
                evaluation.subgroups().stream().map(Subgroup::name).toList());
        for (Gate<P> gate : gates.gates()) {
            require("metric", gate, gate.metrics(), metrics);
            require("subgroup", gate, gate.subgroups(), subgroups);
        }
        learning.changePlan().control().ifPresent(control -> {
            for (Gate<?> gate : control.acceptance().gates()) {
                require("metric", gate, gate.metrics(), metrics);
                require("subgroup", gate, gate.subgroups(), subgroups);
            }
            for (Margin margin : control.protocol().evaluation().margins()) {
                if (!metrics.contains(margin.metric())) {
                    throw new IllegalArgumentException("the change plan has a margin of the metric '" + margin.metric()
                            + "', which the plan does not evaluate; it evaluates " + metrics);
                }
            }
        });
    }

    private static void require(String what, Gate<?> gate, List<String> needed, Set<String> evaluated) {
        for (String name : needed) {
            if (!evaluated.contains(name)) {
                throw new IllegalArgumentException("gate '" + gate.id() + "' reads the " + what + " '" + name
                        + "', which the plan does not evaluate; it evaluates " + evaluated);
            }
        }
    }

    private void checkRoles() {
        Set<Role> named = new LinkedHashSet<>(
                useCase.stakeholders().stream().map(Stakeholder::role).toList());
        gates.gates().forEach(gate -> gate.role().ifPresent(role -> mustBeNamed(named, role, "signs the model")));
        mustBeNamed(named, serving.trial().endedBy(), "ends the silent trial");
        serving.mandates().roles().forEach(role -> mustBeNamed(named, role, "may change what is in use"));
        if (learning.changePlan().refitOn().isPresent()) {
            mustBeNamed(named, learning.changePlan().promotedBy(), "promotes a new version");
        }
        learning.changePlan()
                .control()
                .ifPresent(control -> control.acceptance()
                        .gates()
                        .forEach(gate ->
                                gate.role().ifPresent(role -> mustBeNamed(named, role, "signs a new version"))));
    }

    private static void mustBeNamed(Set<Role> named, Role role, String does) {
        if (!named.contains(role)) {
            throw new IllegalArgumentException(
                    "the role '" + role + "' " + does + " but is no stakeholder of the use case; there are " + named);
        }
    }
}
