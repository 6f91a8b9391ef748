package org.clinicalmlops.examples.deterioration;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
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
import org.clinicalmlops.core.learn.CanarySet;
import org.clinicalmlops.core.learn.loop.LoopSettings;
import org.clinicalmlops.smile.Logistic;

/** The plan of the early warning: what it is, and within which bounds it may change itself. */
final class EarlyWarning {
    private static final Period A_FORTNIGHT = Period.ofDays(14);

    private EarlyWarning() {}

    static Pipeline<Stay, Risk> plan(List<Stay> stays) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("deterioration-48h")
                        .intendedUse("Tells the ward whom to see first. Never a reason not to see somebody.")
                        .population("Adults on two general wards")
                        .horizon(Period.ofDays(2))
                        .stakeholder(Role.CLINICAL_LEAD, "Internal medicine")
                        .stakeholder(Role.DATA_SCIENTIST, "Data group")
                        .build())
                .data(CohortSource.of("ward register", stays))
                .features(FeatureSet.of(Stay.class)
                        .patient(Stay::patient)
                        .indexedAt(Stay::at)
                        .numeric("age", "a", Stay::age)
                        .numeric("breaths", "/min", Stay::breaths)
                        .numeric("lactate", "mmol/L", Stay::lactate))
                .outcome(Stay::outcome)
                .split(Split.byTime(Period.ofMonths(1)))
                .train(Train.bestBy(brier(), List.of(Logistic.l2(0.1)))
                        .calibrated()
                        .seed(1))
                .evaluate(EvaluationPlan.of(
                        List.of(auroc(), brier(), observedOverExpected()), List.of(Subgroup.by("ward", Stay::ward))))
                .gates(GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.65), signedBy(Role.CLINICAL_LEAD)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.25))
                .monitor(MonitorPlan.standard().window(A_FORTNIGHT))
                .learn(UpdatePolicy.proposeOnHarm().within(changes()))
                .build();
    }

    /** Level and spread of the risks by itself, a refit by a person; and a refit that goes far is out of plan. */
    // tag::changes[]
    private static ChangePlan changes() {
        ChangeBounds bounds = ChangeBounds.meanRiskMoves(0.15)
                .inEachGroupOf(List.of("ward"))
                .recalibration(new Range(-2, 2), new Range(0.5, 2));
        return ChangePlan.modifications(List.of(
                        Modification.recalibrate("level")
                                .promoted(Modification.Mode.AUTOMATIC)
                                .in(Scope.GLOBAL)
                                .because("who lies on the wards changes with the beds around them")
                                .within(bounds),
                        Modification.refit("refit")
                                .promoted(Modification.Mode.MANUAL)
                                .in(Scope.GLOBAL)
                                .because("practice changes")
                                .within(bounds.coefficientsMove(0.1))))
                .protocol(ChangeProtocol.data(DataManagement.newest(A_FORTNIGHT)
                                .intervened(DataManagement.Intervened.LEFT_OUT)
                                .referenceStandard("transfer to intensive care or death, from the bed register")
                                .fromOneSourceAtMost(0.7))
                        .retraining(Retraining.startedBy(ChangePlan.Start.TRIGGER)
                                .upTo(UpdateExtent.REFIT)
                                .alpha(0.01)
                                .minimumOutcomes(400))
                        .evaluation(ChangeEvaluation.alpha(0.05)
                                .noWorseBy(List.of(Margin.of(brier()).step(0.05).total(0.1))))
                        .update(UpdateProcedure.shadowFor(Duration.ofDays(7))
                                .promotedBy(Role.CLINICAL_LEAD)
                                .announced("a note at the morning round")))
                .acceptedBy(GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.65)))
                .rolledBack(RollbackRule.probation(Duration.ofDays(42)).on(Trigger.onHarm()))
                .impact(ImpactAssessment.benefit("risks that are true of the patients who lie there now")
                        .hazard("a change of some weeks is learnt and outlives its cause", "probation and rollback")
                        .interactions("level and refit follow each other; the total margin bounds them together"));
    }
    // end::changes[]

    /** Rows by ward, and two patients about whom no clinician doubts. */
    static LoopSettings<Stay> settings() {
        Stay well = new Stay("canary", Instant.EPOCH, 45, 14, 0.8, "East", false);
        Stay ill = new Stay("canary", Instant.EPOCH, 85, 28, 4.5, "East", true);
        return LoopSettings.<Stay>standard()
                .sourceBy("ward")
                .canaries(CanarySet.<Stay>empty()
                        .expecting("45 years old, all values normal", well, 0, 0.25)
                        .expecting("85 years old, breathing fast, high lactate", ill, 0.3, 1));
    }
}
