package org.clinicalmlops.examples.flchain;

import static org.clinicalmlops.api.validate.GatePolicy.intervalOf;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.noWorseThanChampion;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.api.validate.GatePolicy.subgroupGap;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;
import static org.clinicalmlops.metrics.Metrics.calibrationIntercept;
import static org.clinicalmlops.metrics.Metrics.calibrationSlope;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
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
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Csv;
import org.clinicalmlops.smile.Logistic;
import org.clinicalmlops.smile.RandomForest;

/** The plans of the quickstart. */
public final class Plans {
    private Plans() {}

    /** The published table, as it is in the class path. */
    public static CohortSource<Assay> assays() {
        return Csv.read("assays", () -> Assay.class.getResourceAsStream("flchain.csv"), Assay::from);
    }

    /** What is predicted, for whom, and who has a say. */
    public static UseCase<Risk> useCase() {
        return UseCase.binaryRisk("mortality-5y")
                .intendedUse("Flag adults for a senior review of their care; never to withhold care")
                .population("Residents aged 50 or more with a serum free light chain assay")
                .horizon(Period.ofYears(5))
                .stakeholder(Role.CLINICAL_LEAD, "Haematology")
                .stakeholder(Role.PATIENT_REPRESENTATIVE, "Patient council")
                .build();
    }

    /** How each value is read: the same at training and at serving. */
    public static FeatureSet<Assay> features() {
        // tag::features[]
        FeatureSet<Assay> features = FeatureSet.of(Assay.class)
                .patient(Assay::id)
                .indexedAt(Assay::sampledAt)
                .numeric("age", "a", Assay::age)
                .categorical("sex", Assay::sex)
                .numeric("kappa", "mg/dL", Assay::kappa)
                .numeric("lambda", "mg/dL", Assay::lambda)
                .numericOrNull("creatinine", "mg/dL", Assay::creatinine)
                .categorical("mgus", Assay::mgus);
        // end::features[]
        return features;
    }

    /** The main plan, whose gates ask for a lower bound of AUROC of at least {@code minimumAuroc}. */
    public static Pipeline<Assay, Risk> main(double minimumAuroc) {
        var bySex = Subgroup.by("sex", Assay::sex);
        // tag::pipeline[]
        Pipeline<Assay, Risk> pipeline = ClinicalPipeline.forUseCase(useCase())
                .data(assays())
                .features(features())
                .outcome(Assay::outcome)
                .split(Split.byTime(Period.ofYears(1)).allowingOutcomeOverlap())
                .train(Train.bestBy(brier(), List.of(Logistic.l2(0.1), RandomForest.trees(200)))
                        .calibrated()
                        .seed(1))
                .evaluate(EvaluationPlan.of(
                        List.of(auroc(), brier(), observedOverExpected(), calibrationSlope(), calibrationIntercept()),
                        List.of(bySex)))
                .gates(GatePolicy.allOf(
                        lowerBoundOf(auroc()).atLeast(minimumAuroc),
                        intervalOf(calibrationSlope()).within(0.8, 1.2),
                        subgroupGap(auroc(), bySex).atMost(0.10),
                        signedBy(Role.CLINICAL_LEAD)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.30))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm()
                        .within(ChangePlan.refitOn(Period.ofYears(3))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(Role.CLINICAL_LEAD)))
                .build();
        // end::pipeline[]
        return pipeline;
    }

    /** The plan of the clinic: gates on discrimination and against the model in use, and a trigger that may retrain. */
    static Pipeline<Assay, Risk> clinic(CohortSource<Assay> source) {
        var bySex = Subgroup.by("sex", Assay::sex);
        return ClinicalPipeline.forUseCase(useCase())
                .data(source)
                .features(features())
                .outcome(Assay::outcome)
                .split(Split.byTime(Period.ofMonths(1)).allowingOutcomeOverlap())
                .train(Train.bestBy(brier(), List.of(Logistic.l2(0.1), RandomForest.trees(200)))
                        .calibrated()
                        .seed(1))
                .evaluate(EvaluationPlan.of(
                        List.of(auroc(), brier(), observedOverExpected(), calibrationSlope()), List.of(bySex)))
                .gates(GatePolicy.allOf(
                        lowerBoundOf(auroc()).atLeast(0.65),
                        noWorseThanChampion(brier()).byMoreThan(0.005),
                        signedBy(Role.CLINICAL_LEAD)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.30))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm()
                        .within(ChangePlan.refitOn(Period.ofMonths(4))
                                .startedBy(ChangePlan.Start.TRIGGER)
                                .promotedBy(Role.CLINICAL_LEAD)))
                .build();
    }

    /** Takes a verdict that only the clinical lead's signature is missing from, signs, and answers the approval. */
    static Approved<Assay, Risk> signed(Workspace ward, Verdict<Assay, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new IllegalStateException("rejected: " + rejected.reasons());
                },
                awaiting ->
                        signed(ward, ward.sign(awaiting, Hospital.clinicalLead().of(awaiting.toSign()))));
    }

    /** Midnight at the start of a year. */
    public static Instant year(int year) {
        return day(year, 1, 1);
    }

    /** Midnight at the start of a day. */
    public static Instant day(int year, int month, int day) {
        return LocalDate.of(year, month, day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
