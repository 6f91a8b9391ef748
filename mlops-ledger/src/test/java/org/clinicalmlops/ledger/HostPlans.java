package org.clinicalmlops.ledger;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangeBounds;
import org.clinicalmlops.api.learn.ChangeEvaluation;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.ChangeProtocol;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.learn.ImpactAssessment;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.Range;
import org.clinicalmlops.api.learn.Retraining;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProcedure;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.ledger.Host.Visit;
import org.clinicalmlops.metrics.Metrics;

/** Under which plans the host works, and the visits that its models are made of. */
final class HostPlans {
    /** Days from the first visit of a register to the opening. */
    static final int SHORT = 500;

    static final int LONG = 2_000;

    private static final Subgroup<Visit> BY_AGE =
            Subgroup.by("age", visit -> visit.age() < 65 ? "under 65" : "65 or more");

    private HostPlans() {}

    /** A version is replaced by a person only; one visit a day. */
    static Pipeline<Visit, Risk> plain() {
        return plan(
                register(400, Duration.ofDays(1)),
                ChangePlan.refitOn(Period.ofYears(2))
                        .startedBy(ChangePlan.Start.PERSON)
                        .promotedBy(Role.CLINICAL_LEAD));
    }

    /** The learning loop may recalibrate by itself; three visits a day for more than four years. */
    static Pipeline<Visit, Risk> learning() {
        Modification level = Modification.recalibrate("level")
                .promoted(Modification.Mode.AUTOMATIC)
                .in(Scope.GLOBAL)
                .because("the share of deaths changes from year to year")
                .within(ChangeBounds.meanRiskMoves(0.4)
                        .inEachGroupOf(List.of(BY_AGE.name()))
                        .recalibration(new Range(-3, 3), new Range(0.3, 3)));
        return plan(
                register(5_000, Duration.ofHours(8)),
                ChangePlan.modifications(List.of(level))
                        .protocol(ChangeProtocol.data(DataManagement.newest(Period.ofYears(1))
                                        .intervened(DataManagement.Intervened.LEFT_OUT)
                                        .referenceStandard("death within 30 days"))
                                .retraining(Retraining.startedBy(ChangePlan.Start.TRIGGER)
                                        .upTo(UpdateExtent.LOGISTIC)
                                        .minimumOutcomes(100))
                                .evaluation(ChangeEvaluation.alpha(0.05)
                                        .noWorseBy(List.of(Margin.of(Metrics.brier())
                                                .step(0.08)
                                                .total(0.1))))
                                .update(UpdateProcedure.shadowFor(Duration.ofDays(2))
                                        .promotedBy(Role.CLINICAL_LEAD)
                                        .announced("to nobody")))
                        .acceptedBy(
                                GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.5)))
                        .rolledBack(RollbackRule.probation(Duration.ofDays(3)).on(Trigger.onHarm()))
                        .impact(ImpactAssessment.benefit("risks that are true")
                                .hazard("risks that are too low", "the comparison on sequestered patients")
                                .interactions("none")));
    }

    private static List<Visit> register(int visits, Duration apart) {
        SplittableRandom random = new SplittableRandom(8);
        Instant last = Host.OPENS.minus(41, ChronoUnit.DAYS);
        return IntStream.range(0, visits)
                .mapToObj(n -> Host.visit(n, last.minus(apart.multipliedBy(visits - 1L - n)), random))
                .toList();
    }

    private static Pipeline<Visit, Risk> plan(List<Visit> register, ChangePlan changes) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("mortality-30d")
                        .intendedUse("Shows who needs a second look; of a test")
                        .population("Patients that are made up")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "the ward")
                        .build())
                .data(CohortSource.of("visits", register))
                .features(FeatureSet.of(Visit.class)
                        .patient(Visit::patient)
                        .indexedAt(Visit::at)
                        .numeric("age", "a", Visit::age)
                        .numeric("urea", "mmol/L", Visit::urea))
                .outcome(Visit::outcome)
                .split(Split.byTime(Period.ofMonths(9)))
                .train(Train.bestBy(Metrics.brier(), List.of(new Discriminant())))
                .evaluate(EvaluationPlan.of(List.of(Metrics.auroc(), Metrics.brier()), List.of(BY_AGE)))
                .gates(GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.5)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(1))
                                .endedBy(Role.CLINICAL_LEAD)
                                .withAtLeast(1))
                        .actingAbove(0.2))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(changes))
                .build();
    }
}
