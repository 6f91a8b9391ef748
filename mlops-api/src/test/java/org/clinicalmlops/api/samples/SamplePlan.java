package org.clinicalmlops.api.samples;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;

/** The parts of a whole plan, each of which a test may replace before it is built. */
public final class SamplePlan {
    public static final Subgroup<Visit> BY_WARD = Subgroup.by("ward", Visit::ward);
    public static final Subgroup<Visit> BY_AGE =
            Subgroup.by("age", visit -> visit.age() < 65 ? "under 65" : "65 and over");

    public static final FeatureSet<Visit> FEATURES = FeatureSet.of(Visit.class)
            .patient(Visit::patient)
            .indexedAt(Visit::at)
            .numeric("age", "a", Visit::age)
            .numericOrNull("lactate", "mmol/L", Visit::lactate)
            .categorical("ward", Visit::ward);

    public UseCase<Risk> useCase = useCase("mortality-30d", Period.ofDays(30));
    public CohortSource<Visit> source = CohortSource.of("visits", List.of());
    public FeatureSet<? super Visit> features = FEATURES;
    public Split split = Split.byTime(Period.ofYears(1));
    public Train<Risk> train = Train.bestBy(
                    NamedMetric.BRIER, List.of(new NamedTrainer("logistic", 0.1), new NamedTrainer("forest", 200)))
            .seed(7);
    public EvaluationPlan<Visit, Risk> evaluation = EvaluationPlan.of(
            List.of(NamedMetric.AUROC, NamedMetric.BRIER, NamedMetric.SLOPE), List.of(BY_WARD, BY_AGE));
    public GatePolicy<Risk> gates = GatePolicy.allOf(
            GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.75),
            GatePolicy.intervalOf(NamedMetric.SLOPE).within(0.8, 1.2),
            GatePolicy.subgroupGap(NamedMetric.AUROC, BY_WARD).atMost(0.05),
            GatePolicy.noWorseThanChampion(NamedMetric.BRIER).byMoreThan(0.01),
            GatePolicy.signedBy(Role.CLINICAL_LEAD));
    public SilentTrial trial = SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD);
    public double actingAbove = 0.3;
    /** Says more of serving. */
    public UnaryOperator<Serving<Risk>> serving = same -> same;

    public MonitorPlan monitoring = MonitorPlan.standard();
    public ChangePlan changePlan = ChangePlan.refitOn(Period.ofYears(3))
            .startedBy(ChangePlan.Start.TRIGGER)
            .promotedBy(Role.CLINICAL_LEAD);
    public UnaryOperator<UpdatePolicy> learning = policy -> policy;

    /** The sample with one part replaced. */
    public static Pipeline<Visit, Risk> with(Consumer<SamplePlan> change) {
        SamplePlan plan = new SamplePlan();
        change.accept(plan);
        return plan.build();
    }

    public static UseCase<Risk> useCase(String name, Period horizon) {
        return UseCase.binaryRisk(name)
                .intendedUse("Asks for an early review.")
                .population("Adults on a ward.")
                .horizon(horizon)
                .stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                .stakeholder(Role.PATIENT_REPRESENTATIVE, "patient council")
                .build();
    }

    public Pipeline<Visit, Risk> build() {
        return ClinicalPipeline.forUseCase(useCase)
                .data(source)
                .features(features)
                .outcome(Visit::outcome)
                .split(split)
                .train(train)
                .evaluate(evaluation)
                .gates(gates)
                .serve(serving.apply(Serving.after(trial).actingAbove(actingAbove)))
                .monitor(monitoring)
                .learn(learning.apply(UpdatePolicy.proposeOnHarm().within(changePlan)))
                .build();
    }
}
