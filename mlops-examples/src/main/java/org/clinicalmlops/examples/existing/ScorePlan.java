package org.clinicalmlops.examples.existing;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.examples.pneumonia.Curb65;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;

/** What the score is for, what lets it into use, and which visits it answers. */
final class ScorePlan {
    private ScorePlan() {}

    /** @param register visits whose outcome is known; none after the first start, when nothing is judged any more */
    static Pipeline<EmergencyVisit, Risk> plan(List<EmergencyVisit> register) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("pneumonia-mortality-30d")
                        .intendedUse("Help to decide who is admitted; the physician decides")
                        .population("Adults who come to the emergency department with pneumonia")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "Emergency medicine")
                        .build())
                .data(CohortSource.of("emergency-visits", register))
                .features(Curb65.features())
                .outcome(Curb65::outcome)
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(Curb65.score()))
                .evaluate(EvaluationPlan.of(List.of(auroc(), observedOverExpected()), List.of()))
                .gates(GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.65)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.15)
                        .bands(Bands.of("low").from(0.05, "raised").from(0.15, "high"))
                        .answering(InputRules.none()
                                .scope("age", 18, 120)
                                .plausible("respiratory rate", 4, 80)
                                .plausible("urea", 0.5, 100)
                                .missingAtMost(0)))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }
}
