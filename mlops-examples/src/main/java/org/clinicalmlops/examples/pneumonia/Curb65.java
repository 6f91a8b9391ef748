package org.clinicalmlops.examples.pneumonia;

import static org.clinicalmlops.api.validate.GatePolicy.intervalOf;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.api.validate.GatePolicy.subgroupGap;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.clinicalmlops.api.Outcome;
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
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;

/** The published score, and the plan under which it is used and watched. */
public final class Curb65 {
    /** A role of this hospital's own. */
    static final Role PATIENT_SAFETY = new Role("patient-safety");

    private static final Period HORIZON = Period.ofDays(30);

    private Curb65() {}

    /**
     * CURB-65: one point each, and death within 30 days in the cohort from which the score was derived. For two points the abstract
     * prints 3 %, which does not rise with the score; reproductions of the paper's table have 13.0 %, which is taken here.
     *
     * @see <a href="https://doi.org/10.1136/thorax.58.5.377">Lim et al., Thorax 2003;58:377-382</a>
     */
    public static GivenModel<Risk> score() {
        return PointsTable.of("CURB-65")
                .level("confusion", "yes", 1)
                .above("urea", "mmol/L", 7, 1)
                .atLeast("respiratory rate", "/min", 30, 1)
                .level("low blood pressure", "yes", 1)
                .atLeast("age", "a", 65, 1)
                .risks(0.007, 0.032, 0.130, 0.170, 0.415, 0.570);
    }

    /** How the score's inputs are read from a visit. */
    public static FeatureSet<EmergencyVisit> features() {
        return FeatureSet.of(EmergencyVisit.class)
                .patient(EmergencyVisit::getHospitalNumber)
                .indexedAt(EmergencyVisit::getArrival)
                .categorical("confusion", visit -> visit.isConfused() ? "yes" : "no")
                .numericOrNull("urea", "mmol/L", EmergencyVisit::getUrea)
                .numeric("respiratory rate", "/min", EmergencyVisit::getRespiratoryRate)
                .categorical("low blood pressure", visit -> lowBloodPressure(visit) ? "yes" : "no")
                .numeric("age", "a", EmergencyVisit::getAge);
    }

    /** What the hospital knows by now of death within 30 days. */
    public static Outcome<Risk> outcome(EmergencyVisit visit) {
        Instant end = end(visit);
        Instant died = visit.getDiedAt();
        if (died != null && !died.isAfter(end)) {
            return Outcome.event(true, died);
        }
        return visit.getLastContact().isBefore(end)
                ? new Outcome.Censored<>(visit.getLastContact())
                : Outcome.event(false, end);
    }

    /** When the 30 days of a visit are over. */
    static Instant end(EmergencyVisit visit) {
        return visit.getArrival().atZone(ZoneOffset.UTC).plus(HORIZON).toInstant();
    }

    /** Nothing is trained and nothing may change: the score passes the gates, is served and is watched. */
    static Pipeline<EmergencyVisit, Risk> plan(List<EmergencyVisit> register) {
        var byArrival = Subgroup.<EmergencyVisit>by("arrival", visit -> visit.isNight() ? "night" : "day");
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("pneumonia-mortality-30d")
                        .intendedUse("Help to decide who is admitted; the physician decides")
                        .population("Adults who come to the emergency department with pneumonia")
                        .horizon(HORIZON)
                        .stakeholder(Role.CLINICAL_LEAD, "Emergency medicine")
                        .stakeholder(PATIENT_SAFETY, "Patient safety office")
                        .build())
                .data(CohortSource.of("emergency-visits", register))
                .features(features())
                .outcome(Curb65::outcome)
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(score()))
                .evaluate(EvaluationPlan.of(List.of(auroc(), brier(), observedOverExpected()), List.of(byArrival)))
                .gates(GatePolicy.allOf(
                        lowerBoundOf(auroc()).atLeast(0.65),
                        intervalOf(observedOverExpected()).within(0.7, 1.4),
                        subgroupGap(auroc(), byArrival).atMost(0.2),
                        signedBy(Role.CLINICAL_LEAD),
                        signedBy(PATIENT_SAFETY)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.15))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }

    /** Systolic below 90 or diastolic at or below 60 mmHg. */
    public static boolean lowBloodPressure(EmergencyVisit visit) {
        return visit.getSystolic() < 90 || visit.getDiastolic() <= 60;
    }
}
