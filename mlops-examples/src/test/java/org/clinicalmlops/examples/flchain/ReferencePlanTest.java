package org.clinicalmlops.examples.flchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.examples.flchain.Plans.year;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;
import static org.clinicalmlops.metrics.Metrics.calibrationIntercept;
import static org.clinicalmlops.metrics.Metrics.calibrationSlope;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
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
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.smile.Logistic;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The plan of R's reference (plain logistic regression, median imputation, fitted on 1995-97, tested on 1998-2003) run through the
 * whole pipeline. Oracle: {@code src/test/oracle/reference.R}, which says its definitions, and {@code reference.csv}.
 */
class ReferencePlanTest {
    private static final Map<String, Double> R = new HashMap<>();
    private static Awaiting<Assay, Risk> verdict;

    @BeforeAll
    static void runsThePlan() throws IOException {
        for (String line : Files.readAllLines(Path.of("src/test/oracle/reference.csv"))) {
            String[] cells = line.split(",");
            if (!cells[0].equals("model")) {
                R.put(cells[0] + "/" + cells[1], Double.valueOf(cells[2]));
            }
        }
        try (Workspace ward = Workspace.on(new MemoryLedger())
                .clock(new ReplayClock(year(2010)))
                .pseudonyms(Hospital.pseudonyms())
                .staff((person, role) -> false)
                .monitoring(StandardMonitoring.engine())
                .open()) {
            verdict = ward.run(plan(), DataCut.indexed(year(1995), year(2004)).asOf(year(2010)))
                    .<Awaiting<Assay, Risk>>fold(
                            approved -> {
                                throw new AssertionError("approved without a signature");
                            },
                            rejected -> {
                                throw new AssertionError(rejected.reasons());
                            },
                            awaiting -> awaiting);
        }
    }

    @Test
    void theSameResidentsHaveTheSameOutcomes() {
        assertThat(verdict.evaluation().all().n())
                .isEqualTo(R.get("data/test.n").longValue());
        assertThat(verdict.evaluation().all().events())
                .isEqualTo(R.get("data/test.events").longValue());
    }

    @Test
    void theFiguresOfRAreReachedToThreeDecimals() {
        agrees(known("auroc-linear"), "auroc", 5e-4);
        agrees(known("observed/expected"), "oe", 5e-4);
        agrees(known("calibration-slope"), "slope", 5e-4);
        agrees(known("brier"), "brier", 5e-4);
        agrees(known("calibration-in-the-large"), "citl", 5e-4);
        Interval deLong = known("auroc-linear").interval();
        assertThat(deLong.lower()).isCloseTo(R.get("full/auroc.lower"), within(5e-4));
        assertThat(deLong.upper()).isCloseTo(R.get("full/auroc.upper"), within(5e-4));
    }

    /** As published beside the data: AUROC .851 (.819 to .882), O/E 1.078, slope 1.030. */
    @Test
    void andThoseAreTheFiguresAsPrinted() {
        assertThat(Account.text(verdict.evaluation().of("auroc-linear"))).isEqualTo("0.851 (0.819 to 0.882)");
        assertThat(known("observed/expected").value()).isCloseTo(1.078, within(5e-4));
        assertThat(known("calibration-slope").value()).isCloseTo(1.030, within(5e-4));
    }

    @Test
    void eachResidentHasTheRiskThatRGives() {
        ModelArtifact model = (ModelArtifact) verdict.candidate().artifact();
        var scorer = Evaluator.<Assay, Assay>bind(model, Plans.features());
        int compared = 0;
        for (Assay assay : Replay.inOrder(Plans.assays(), year(1995), year(2004))) {
            Double expected = R.get("full/risk[" + assay.id() + "]");
            if (expected != null) {
                assertThat(scorer.score(assay).orElseThrow().value()).isCloseTo(expected, within(1e-6));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(20);
    }

    private static Estimate.Known known(String metric) {
        Evaluation evaluation = verdict.evaluation();
        return evaluation
                .of(metric)
                .<Estimate.Known>fold(
                        known -> known,
                        few -> {
                            throw new AssertionError(few);
                        },
                        undefined -> {
                            throw new AssertionError(undefined);
                        });
    }

    private static void agrees(Estimate.Known ours, String quantity, double tolerance) {
        assertThat(ours.value()).as(quantity).isCloseTo(R.get("full/" + quantity), within(tolerance));
    }

    private static Pipeline<Assay, Risk> plan() {
        return ClinicalPipeline.forUseCase(Plans.useCase())
                .data(Plans.assays())
                .features(Plans.features())
                .outcome(Assay::outcome)
                .split(Split.byTime(Period.ofYears(6)).allowingOutcomeOverlap())
                .train(Train.bestBy(brier(), List.of(Logistic.unpenalised())))
                .evaluate(EvaluationPlan.of(
                        List.of(
                                auroc(AurocScale.LINEAR),
                                brier(),
                                observedOverExpected(),
                                calibrationSlope(),
                                calibrationIntercept()),
                        List.of()))
                .gates(GatePolicy.allOf(GatePolicy.signedBy(Role.CLINICAL_LEAD)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.30))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }
}
