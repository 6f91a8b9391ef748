package org.clinicalmlops.examples.cdshooks;

import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
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

/** CURB-65 at the bedside: answers only on values that are fresh. */
final class AdmissionPlan {
    private static final Duration OF_BLOOD = Duration.ofHours(24);
    private static final Duration OF_SIGNS = Duration.ofHours(6);

    private AdmissionPlan() {}

    /** Values and when they were taken; ages of values are our choice. */
    static FeatureSet<Bedside> features() {
        return FeatureSet.of(Bedside.class)
                .patient(row -> row.visit().getHospitalNumber())
                .indexedAt(Bedside::at)
                .categorical("confusion", row -> row.visit().isConfused() ? "yes" : "no")
                .numericOrNull("urea", "mmol/L", row -> row.visit().getUrea())
                .numeric("respiratory rate", "/min", row -> row.visit().getRespiratoryRate())
                .categorical("low blood pressure", row -> Curb65.lowBloodPressure(row.visit()) ? "yes" : "no")
                .numeric("age", "a", row -> row.visit().getAge())
                .asOf("urea", Bedside::ureaAt)
                .asOf("respiratory rate", Bedside::breathingAt)
                .asOf("low blood pressure", Bedside::pressureAt)
                .asOf("confusion", Bedside::comaAt);
    }

    static Pipeline<Bedside, Risk> plan(List<Bedside> register) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("pneumonia-bedside")
                        .intendedUse("Help to decide who is admitted; the physician decides")
                        .population("Adults who come to the emergency department with pneumonia")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "Emergency medicine")
                        .build())
                .data(CohortSource.of("emergency-visits", register))
                .features(features())
                .outcome(row -> Curb65.outcome(row.visit()))
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(Curb65.score()))
                .evaluate(EvaluationPlan.of(List.of(auroc(), observedOverExpected()), List.of()))
                .gates(GatePolicy.allOf(GatePolicy.lowerBoundOf(auroc()).atLeast(0.65)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.15)
                        .bands(Bands.of("low")
                                .from(0.1, "moderate")
                                .from(0.15, "high")
                                .from(0.4, "very high"))
                        .answering(InputRules.none()
                                .scope("age", 18, 120)
                                .maxAge("urea", OF_BLOOD)
                                .maxAge("respiratory rate", OF_SIGNS)
                                .maxAge("low blood pressure", OF_SIGNS)
                                .maxAge("confusion", OF_SIGNS)))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }
}
