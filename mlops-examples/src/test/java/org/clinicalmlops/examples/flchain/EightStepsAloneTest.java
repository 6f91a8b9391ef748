package org.clinicalmlops.examples.flchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.examples.flchain.Plans.year;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.maturity.Stage;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.feature.SplitRows;
import org.clinicalmlops.core.maturity.MaturityAssessor;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.smile.Logistic;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each of the eight steps called by itself, without a plan and without a workspace. */
class EightStepsAloneTest {
    private static final Subgroup<Assay> BY_SEX = Subgroup.by("sex", Assay::sex);
    private static final Instant NOW = year(2003);
    private static Cohort<Assay> cohort;
    private static SplitRows rows;
    private static Candidate<Assay, Risk> candidate;

    @BeforeAll
    static void theFirstThreeSteps() {
        cohort = extract();
        rows = SplitRows.of(cohort, Split.byTime(Period.ofYears(1)).allowingOutcomeOverlap(), Plans.useCase());
        candidate = train();
    }

    private static Cohort<Assay> extract() {
        var extraction =
                new Extraction<>(Plans.useCase(), Plans.assays(), Plans.features(), Assay::outcome, List.of(BY_SEX));
        return extraction.extract(DataCut.indexed(year(1995), year(1998)).asOf(year(2003)), Hospital.pseudonyms());
    }

    private static Candidate<Assay, Risk> train() {
        var training = new Training(Digest.of("no plan"), cohort.digest(), message -> {});
        return training.run(
                Train.bestBy(brier(), List.of(Logistic.l2(0.1))).calibrated().seed(1),
                Plans.features(),
                TrainingRows.of(cohort, rows.training()));
    }

    @Test
    void step1ExtractsACohortAsItWasKnownAtAnInstant() {
        assertThat(cohort.size()).isEqualTo(6147);
        assertThat(cohort.counts().events()).isEqualTo(758);
        assertThat(cohort.counts().censored()).isEqualTo(107);
        Cohort<Assay> earlier = new Extraction<>(
                        Plans.useCase(), Plans.assays(), Plans.features(), Assay::outcome, List.<Subgroup<Assay>>of())
                .extract(DataCut.indexed(year(1995), year(1998)).asOf(year(2001)), Hospital.pseudonyms());
        assertThat(earlier.counts().pending()).as("five years were not over").isGreaterThan(4000);
    }

    @Test
    void step2SplitsByTimeAndReadsFeaturesByName() {
        assertThat(rows.training()).hasSize(4690);
        assertThat(rows.evaluation()).hasSize(1350);
        assertThat(cohort.features().schema().feature(4).unit()).isEqualTo("mg/dL");
    }

    @Test
    void step3FitsACandidateThatBindsToTheFeaturesAndToNothingElse() {
        assertThat(candidate.trainer()).isEqualTo("logistic regression, L2 0.1");
        Binding<Assay, Risk> bound = candidate.artifact().bind(Plans.features());
        assertThat(bound).isInstanceOf(Binding.Bound.class);
        Binding<Assay, Risk> refused =
                candidate.artifact().bind(Plans.features().revision("creatinine", 2));
        assertThat(((Binding.Refused<Assay, Risk>) refused).differences())
                .extracting(Binding.Difference::feature)
                .containsExactly("creatinine");
    }

    @Test
    void step4Evaluates() {
        Evaluation evaluation = evaluate();
        assertThat(Account.text(evaluation.of("auroc"))).startsWith("0.81");
        assertThat(evaluation.groups("sex")).hasSize(2);
    }

    @Test
    void step5JudgesAndSigns() {
        MemoryLedger ledger = new MemoryLedger();
        Verdict<Assay, Risk> verdict = GateKeeper.decide(
                candidate,
                evaluate(),
                GatePolicy.allOf(
                        GatePolicy.lowerBoundOf(auroc()).atLeast(0.75), GatePolicy.signedBy(Role.CLINICAL_LEAD)),
                ledger,
                NOW);
        Verdict<Assay, Risk> signed = verdict.<Verdict<Assay, Risk>>fold(
                approved -> approved,
                rejected -> rejected,
                awaiting -> GateKeeper.sign(
                        awaiting,
                        SignOff.by("staff-1", Role.CLINICAL_LEAD).of(awaiting.toSign()),
                        (person, role) -> person.equals("staff-1"),
                        ledger,
                        NOW));
        assertThat(signed.<Boolean>fold(approved -> true, rejected -> false, awaiting -> false))
                .isTrue();
    }

    @Test
    void step6Scores() {
        Assay assay = Replay.inOrder(Plans.assays(), year(1998), year(1999)).get(0);
        Optional<Risk> risk = candidate
                .artifact()
                .bind(Plans.features())
                .fold(bound -> bound.scorer().score(assay), refused -> Optional.empty());
        assertThat(risk).hasValueSatisfying(r -> assertThat(r.value()).isBetween(0.0, 1.0));
    }

    @Test
    void step7Watches() {
        Finding drift = windowInUmolPerL().findings().stream()
                .filter(finding -> finding.subject().equals("creatinine"))
                .filter(finding -> finding.kind() == Finding.Kind.INPUT_DRIFT)
                .findFirst()
                .orElseThrow();
        assertThat(drift.state()).isEqualTo(Finding.State.ALARM);
    }

    @Test
    void step8ProposesAnInvestigationForDriftAndARetrainingForHarm() {
        UpdatePolicy policy = UpdatePolicy.proposeOnHarm()
                .within(ChangePlan.refitOn(Period.ofYears(3))
                        .startedBy(ChangePlan.Start.PERSON)
                        .promotedBy(Role.CLINICAL_LEAD));
        Digest model = candidate.artifact().digest();
        List<Alert> drift = windowInUmolPerL().opened();
        Alert harm = Alert.opened(
                "model/CALIBRATION/1",
                Finding.of(Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "more events"),
                NOW);
        assertThat(policy.propose(Evidence.of(drift, NOW).inputsInAlarm(true), model)
                        .map(UpdateProposal::action))
                .contains(UpdateProposal.Action.INVESTIGATE);
        assertThat(policy.propose(Evidence.of(List.of(harm), NOW), model).map(UpdateProposal::action))
                .contains(UpdateProposal.Action.RETRAIN);
    }

    @Test
    void maturityIsReadFromALedger() {
        assertThat(MaturityAssessor.assess(new MemoryLedger(), "mortality-5y", NOW, Period.ofMonths(3))
                        .stage())
                .isEqualTo(Stage.NONE);
    }

    private static Evaluation evaluate() {
        return Evaluator.evaluate(
                EvaluationPlan.of(List.of(auroc(), brier()), List.of(BY_SEX)),
                candidate.artifact().digest(),
                Evaluator.bind((ModelArtifact) candidate.artifact(), Plans.features()),
                cohort,
                rows.evaluation(),
                Optional.empty());
    }

    /** A month in which creatinine arrives in umol/L, seen by a monitor that nothing else is connected to. */
    private static WindowReport windowInUmolPerL() {
        ModelArtifact model = (ModelArtifact) candidate.artifact();
        Judged<Risk> evaluated = Evaluator.judge(Evaluator.bind(model, Plans.features()), cohort, rows.evaluation());
        Baseline baseline = StandardMonitoring.engine()
                .profile(TrainingRows.of(cohort, rows.training()).features(), model.levels(), evaluated);
        Monitor monitor = StandardMonitoring.engine()
                .open(MonitorPlan.standard(), baseline, Clock.fixed(year(1998), ZoneOffset.UTC));
        double[] values = new double[model.schema().size()];
        for (int i : rows.evaluation()) {
            for (int f = 0; f < values.length; f++) {
                values[f] = cohort.features().coded(i, f, model.levels());
            }
            values[model.schema().indexOf("creatinine")] *= 88.4;
            monitor.observe(values, 0.1, "p" + monitor.health().observed());
        }
        assertThat(cohort.outcome(rows.evaluation()[0])).isInstanceOf(Outcome.Known.class);
        return monitor.review(year(1998).plusSeconds(32 * 86_400)).orElseThrow();
    }
}
