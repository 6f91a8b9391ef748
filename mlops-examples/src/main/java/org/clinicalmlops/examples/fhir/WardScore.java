package org.clinicalmlops.examples.fhir;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.clinicalmlops.api.Outcome;
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
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;

/** A score of three points that nobody has published, another of two for patients without a lactate, and the plan for both. */
final class WardScore {
    /** Risk at 0 to 3 points; made up. */
    static final List<Double> RISKS = List.of(0.02, 0.08, 0.2, 0.45);

    private static final Period HORIZON = Period.ofDays(7);

    private WardScore() {}

    static UseCase<Risk> useCase() {
        return UseCase.binaryRisk("deterioration-7d")
                .intendedUse("Call the outreach team; the physician decides")
                .population("Adults on a ward")
                .horizon(HORIZON)
                .stakeholder(Role.CLINICAL_LEAD, "Intensive care outreach")
                .build();
    }

    static FeatureSet<Stay> features() {
        return FeatureSet.of(Stay.class)
                .patient(Stay::patient)
                .indexedAt(Stay::at)
                .numeric("age", "a", Stay::age)
                .numericOrNull("pulse", "/min", stay -> Stay.value(stay.pulse(), "/min"))
                .numericOrNull("lactate", "mmol/L", stay -> Stay.value(stay.lactate(), "mmol/L"));
    }

    static Pipeline<Stay, Risk> plan(List<Stay> past) {
        return ClinicalPipeline.forUseCase(useCase())
                .data(CohortSource.of("ward-stays", past))
                .features(features())
                .outcome(WardScore::outcome)
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(score()))
                .evaluate(EvaluationPlan.of(List.of(auroc(), brier()), List.of()))
                .gates(GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.6)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.15)
                        .answering(InputRules.none().scope("age", 18, 120))
                        .bands(Bands.of("low").from(0.05, "moderate").from(0.15, "high"))
                        .fallback(Fallback.to(withoutLactate()).on(Abstention.MISSING_INPUT)))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }

    private static GivenModel<Risk> score() {
        return PointsTable.of("ward score")
                .atLeast("age", "a", 70, 1)
                .atLeast("pulse", "/min", 110, 1)
                .above("lactate", "mmol/L", 2, 1)
                .risks(RISKS.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static GivenModel<Risk> withoutLactate() {
        return PointsTable.of("pulse and age")
                .atLeast("age", "a", 70, 1)
                .atLeast("pulse", "/min", 110, 1)
                .risks(0.05, 0.12, 0.3);
    }

    private static Outcome<Risk> outcome(Stay stay) {
        Instant end = stay.at().plus(Duration.ofDays(HORIZON.getDays()));
        return Outcome.event(stay.deteriorated(), end);
    }
}
