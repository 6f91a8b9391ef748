package org.clinicalmlops.core.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.Stakeholder;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.OutcomeCounts;
import org.clinicalmlops.core.feature.SplitRows;
import org.clinicalmlops.core.feature.Typical;

/** How the things that happen in a workspace are stated in its ledger. */
public final class RunRecord {
    private RunRecord() {}

    public static Facts plan(Pipeline<?, Risk> plan) {
        return Facts.of("useCase", plan.useCase().name()).with("plan", plan.digest());
    }

    public static Facts declared(Pipeline<?, Risk> plan) {
        Facts facts = plan(plan);
        int i = 0;
        for (Stakeholder stakeholder : plan.useCase().stakeholders()) {
            facts = facts.with("stakeholder." + i++, stakeholder.role() + ": " + stakeholder.who());
        }
        return facts;
    }

    /** Why something failed. A message of the host's own code may hold a patient's values: only its class is told. */
    public static String reason(Throwable e) {
        return e instanceof MlopsException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    public static Facts cut(DataCut cut) {
        return Facts.NONE
                .with("from", cut.from())
                .with("until", cut.until())
                .with("asOf", cut.asOf())
                .with("inHindsight", cut.inHindsight());
    }

    public static Facts extracted(Pipeline<?, Risk> plan, Cohort<?> cohort) {
        OutcomeCounts counts = cohort.counts();
        Facts facts = plan(plan)
                .and(cut(cohort.cut()))
                .with("source", cohort.source())
                .with("data", cohort.digest())
                .with("rows", counts.rows())
                .with("events", counts.events())
                .with("nonEvents", counts.nonEvents())
                .with("pending", counts.pending())
                .with("censored", counts.censored())
                .with("intervened", counts.intervened());
        return cohort.sourceDigest().isEmpty()
                ? facts
                : facts.with("sourceDigest", cohort.sourceDigest().get());
    }

    public static Facts split(Pipeline<?, Risk> plan, SplitRows split) {
        return plan(plan)
                .with("boundary", split.boundary())
                .with("training", split.training().length)
                .with("evaluation", split.evaluation().length)
                .with("withoutOutcome", split.withoutOutcome())
                .with("samePatient", split.samePatient())
                .with("overlapping", split.overlapping())
                .with("overlappingKept", plan.split().outcomesMayOverlap());
    }

    public static Facts evaluated(Pipeline<?, Risk> plan, Evaluation evaluation) {
        Facts facts = plan(plan)
                .with("model", evaluation.model())
                .with("data", evaluation.data())
                .with("evaluation", evaluation.declaration().digest())
                .with("n", evaluation.all().n())
                .with("events", evaluation.all().events());
        return facts.and(estimates("metric.", evaluation.all().estimates()));
    }

    /** @param training the rows that the model was made of, all features of the host */
    public static Facts profiled(Pipeline<?, Risk> plan, Digest model, FeatureTable training) {
        return plan(plan).with("model", model).and(Typical.of(training).facts());
    }

    public static Facts window(Pipeline<?, Risk> plan, String deployment, WindowReport report) {
        Facts facts = plan(plan)
                .with("deployment", deployment)
                .with("from", report.from())
                .with("until", report.until())
                .with("rows", report.rows())
                .with("matured", report.matured())
                .and(estimates("performance.", report.performance()));
        Map<String, Finding.State> found = new LinkedHashMap<>();
        for (Finding finding : report.findings()) { // of several detectors of one kind the gravest word
            found.merge(
                    "finding." + finding.subject() + "." + finding.kind(),
                    finding.state(),
                    (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        for (Map.Entry<String, Finding.State> e : found.entrySet()) {
            facts = facts.with(e.getKey(), e.getValue().name());
        }
        return facts;
    }

    private static String bound(double bound) {
        return Double.isInfinite(bound) ? (bound > 0 ? "unbounded" : "-unbounded") : Declaration.number(bound);
    }

    private static Facts estimates(String prefix, Map<String, Estimate> estimates) {
        Facts facts = Facts.NONE;
        for (Map.Entry<String, Estimate> e : estimates.entrySet()) {
            facts = facts.with(prefix + e.getKey(), text(e.getValue()));
        }
        return facts;
    }

    /** For a reader. */
    public static String text(Estimate estimate) {
        return estimate.fold(
                known -> Declaration.number(known.value()) + " ("
                        + bound(known.interval().lower()) + " to "
                        + bound(known.interval().upper()) + ", n = " + known.n() + ")",
                few -> "too few: " + few.n() + " of " + few.needed(),
                undefined -> "undefined: " + undefined.reason());
    }
}
