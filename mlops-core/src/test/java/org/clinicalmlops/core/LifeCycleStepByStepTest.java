package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.maturity.Stage;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.feature.SplitRows;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.SettableClock;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.maturity.MaturityAssessor;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.core.serve.Opener;
import org.clinicalmlops.core.serve.ReplayClock;
import org.clinicalmlops.core.serve.Surroundings;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;

/**
 * Each of the eight steps called once alone: no pipeline runs, no workspace is opened. Read from top to bottom it is the life cycle
 * by hand; what a step needs from the one before is made by the small methods at the end.
 */
class LifeCycleStepByStepTest {
    private static final Instant JULY_2022 = Instant.parse("2022-07-01T00:00:00Z");

    @Test
    void step1ExtractsACohortAsItWasKnownAtAnInstant() {
        UseCase<Risk> useCase = UseCase.binaryRisk("death-30d")
                .intendedUse("Tells the ward who needs a second look. Not for triage.")
                .population("Adults seen in the emergency department")
                .horizon(Period.ofDays(30))
                .stakeholder(Role.CLINICAL_LEAD, "emergency medicine")
                .build();
        Extraction<Visit> extraction = new Extraction<>(
                useCase,
                CohortSource.of("visits", Plans.VISITS),
                features(),
                Visit::outcome,
                List.of(Subgroup.by("sex", Visit::sex)));

        Cohort<Visit> cohort = extraction.extract(
                DataCut.indexed(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z")),
                pseudonyms());

        assertThat(cohort.size()).isEqualTo(730);
        assertThat(cohort.counts().pending())
                .as("seen after 2 December 2021, not known at the end of the month")
                .isEqualTo(28);
        assertThat(cohort.patient(0)).isEqualTo(pseudonyms().of("P0"));
        assertThat(cohort.group(0, 0)).isIn("F", "M");
    }

    @Test
    void step2SplitsRowsByTimeAndFitsFeatureStepsOnTheEarlierOnes() {
        Cohort<Visit> cohort = cohort();

        SplitRows split = SplitRows.of(cohort, Split.byTime(Period.ofMonths(8)), useCase());
        TrainingRows training = TrainingRows.of(cohort, split.training());
        Preparation preparation =
                Preparation.fit(training.features(), training.features().levels());

        assertThat(split.boundary()).isEqualTo(Instant.parse("2021-05-01T00:00:00Z"));
        assertThat(split.training().length + split.evaluation().length + split.overlapping())
                .isEqualTo(730);
        assertThat(preparation.names()).containsExactly("age", "lactate", "lactate missing", "sex M");
    }

    @Test
    void step3ChoosesAndFitsAModelThatIsADocument() {
        Train<Risk> train = Train.bestBy(brier(), List.of(Trainers.prevalence(), Trainers.discriminant(0)))
                .calibrated()
                .seed(1);

        Candidate<Visit, Risk> candidate = new Training(Digest.of("a plan"), cohort().digest(), message -> {})
                .run(train, features(), trainingRows());

        assertThat(candidate.trainer()).isEqualTo("discriminant 0.0");
        assertThat(candidate.scores()).hasSize(2);
        ModelArtifact model = (ModelArtifact) candidate.artifact();
        ModelArtifact read = ArtifactReader.read(model.json(), model.digest());
        read.bind(features())
                .match(
                        bound -> assertThat(bound.scorer().score(Plans.VISITS.get(0)))
                                .isPresent(),
                        refused -> assertThat(refused.differences()).isEmpty());
    }

    @Test
    void step4EvaluatesAModelOnRowsThatItHasNotSeen() {
        EvaluationPlan<Visit, Risk> plan =
                EvaluationPlan.of(List.of(auroc(), brier()), List.of(Subgroup.by("sex", Visit::sex)));
        ModelArtifact model = model();

        Evaluation evaluation = Evaluator.evaluate(
                plan, model.digest(), Evaluator.bind(model, features()), cohort(), evaluationRows(), Optional.empty());

        String told = evaluation.of("auroc").fold(known -> "known", few -> "too few", undefined -> "undefined");
        assertThat(told).isEqualTo("known");
        assertThat(evaluation.groups("sex")).extracting(Evaluation.Group::level).containsExactly("F", "M");
        assertThat(evaluation.of("calibration-slope")).as("not asked for").isInstanceOf(Estimate.Undefined.class);
    }

    @Test
    void step5LetsGatesAndAPersonDecide() {
        Ledger ledger = new MemoryLedger();
        GatePolicy<Risk> gates = GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.6), signedBy(Role.CLINICAL_LEAD));

        Awaiting<Visit, Risk> awaiting =
                (Awaiting<Visit, Risk>) GateKeeper.decide(candidate(), evaluation(), gates, ledger, JULY_2022);
        Approved<Visit, Risk> approved = (Approved<Visit, Risk>) GateKeeper.sign(
                awaiting,
                SignOff.by("dr.lead", Role.CLINICAL_LEAD).of(awaiting.toSign()),
                (person, role) -> person.equals("dr.lead"),
                ledger,
                JULY_2022);

        assertThat(GateKeeper.holds(approved, ledger)).isTrue();
    }

    @Test
    void step6AnswersSilentlyFirstAndThenForReal() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        SettableClock clock = new SettableClock(JULY_2022);
        MemoryLedger ledger = new MemoryLedger();
        try (Audit audit = new Audit(ledger)) {
            LiveDeployment<Visit> deployment = new LiveDeployment<>(
                    "ward-7",
                    Optional.empty(),
                    plan,
                    new Opener.Opened<>(bound(), monitor()),
                    new Surroundings<>(
                            pseudonyms(),
                            (person, role) -> true,
                            clock,
                            new ReplayClock(clock),
                            audit,
                            ledger,
                            model -> {
                                throw new AssertionError("there is no other version");
                            }));

            assertThat(deployment.predict(Plans.VISITS.get(0))).isInstanceOf(Prediction.Silent.class);
            Plans.VISITS.subList(1, 20).forEach(deployment::predict);
            clock.advance(Duration.ofDays(14));
            TrialDecision decision = deployment.endSilentTrial(
                    SignOff.by("dr.lead", Role.CLINICAL_LEAD).of(deployment.toSign()));

            assertThat(decision).isInstanceOf(TrialDecision.Passed.class);
            assertThat(deployment.predict(Plans.VISITS.get(0))).isInstanceOf(Prediction.Answered.class);
            assertThat(deployment.health().predictions()).isEqualTo(21);
        }
    }

    @Test
    void step7WatchesAModelThroughItsOutcomes() {
        Monitor monitor = monitor();

        monitor.observe(new double[] {71, 2.5, 0}, 0.2, "pseudonym");
        monitor.expect(
                "prediction-1", "pseudonym", JULY_2022.plus(Duration.ofDays(30)), new double[] {71, 2.5, 0}, 0.2);
        monitor.outcome("prediction-1", Outcome.event(true, JULY_2022.plus(Duration.ofDays(30))));
        Optional<WindowReport> early = monitor.review(JULY_2022.plus(Duration.ofDays(30)));
        WindowReport window =
                monitor.review(JULY_2022.plus(Duration.ofDays(31))).orElseThrow();

        assertThat(early).isEmpty();
        assertThat(window.rows()).isEqualTo(1);
        assertThat(window.matured()).isEqualTo(1);
        assertThat(window.findings()).extracting(Finding::state).containsExactly(Finding.State.INSUFFICIENT);
    }

    @Test
    void step8TurnsHarmIntoAProposalAndACutOfNewerRows() {
        ChangePlan changePlan = ChangePlan.refitOn(Period.ofYears(2))
                .startedBy(ChangePlan.Start.PERSON)
                .promotedBy(Role.CLINICAL_LEAD);
        UpdatePolicy policy = UpdatePolicy.proposeOnHarm().within(changePlan);
        Finding finding = Finding.of(
                Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "twice as many events as predicted");
        Alert alert = Alert.opened("model/CALIBRATION/1", finding, JULY_2022);

        UpdateProposal proposal = policy.propose(Evidence.of(List.of(alert), JULY_2022), model().digest())
                .orElseThrow();
        DataCut newer = changePlan.cutAt(JULY_2022, useCase().horizon()).orElseThrow();

        assertThat(proposal.action()).isEqualTo(UpdateProposal.Action.RETRAIN);
        assertThat(proposal.reasons()).containsExactly("twice as many events as predicted");
        assertThat(newer.until()).as("the newest whose horizon has passed").isEqualTo("2022-06-01T00:00:00Z");
        assertThat(policy.propose(Evidence.of(List.of(alert), JULY_2022).inputsInAlarm(true), model().digest())
                        .orElseThrow()
                        .action())
                .as("while an input is in alarm")
                .isEqualTo(UpdateProposal.Action.INVESTIGATE);
    }

    @Test
    void afterwardsTheLedgerAloneSaysHowMatureItIs() {
        MemoryLedger ledger = new MemoryLedger();
        Facts ward = Facts.of("useCase", "death-30d").with("deployment", "ward-7");
        ledger.append(Draft.of(EntryKind.WENT_LIVE, JULY_2022, ward));
        ledger.append(Draft.of(EntryKind.WINDOW_CLOSED, JULY_2022, ward.with("matured", 40)));

        Stage stage = MaturityAssessor.assess(ledger, "death-30d", JULY_2022, Period.ofMonths(3))
                .stage();

        assertThat(stage).isEqualTo(Stage.PARTIAL);
    }

    private static Pseudonyms pseudonyms() {
        return Pseudonyms.hmacSha256("a key that only the hospital has".getBytes(StandardCharsets.UTF_8));
    }

    private static UseCase<Risk> useCase() {
        return Plans.useCase().build();
    }

    private static FeatureSet<Visit> features() {
        return FeatureSet.of(Visit.class)
                .patient(Visit::patient)
                .indexedAt(Visit::at)
                .numeric("age", "a", Visit::age)
                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                .categorical("sex", Visit::sex);
    }

    private static Cohort<Visit> cohort() {
        return Plans.cohort(Plans.VISITS);
    }

    private static SplitRows split() {
        return SplitRows.of(cohort(), Split.byTime(Period.ofMonths(8)), useCase());
    }

    private static TrainingRows trainingRows() {
        return TrainingRows.of(cohort(), split().training());
    }

    private static int[] evaluationRows() {
        return split().evaluation();
    }

    private static Candidate<Visit, Risk> candidate() {
        return new Training(Digest.of("a plan"), cohort().digest(), message -> {})
                .run(Train.bestBy(brier(), List.of(Trainers.discriminant(0))), features(), trainingRows());
    }

    private static ModelArtifact model() {
        return (ModelArtifact) candidate().artifact();
    }

    private static BoundModel<Visit> bound() {
        return model().bind(features()).fold(bound -> (BoundModel<Visit>) bound.scorer(), refused -> {
            throw new AssertionError(refused.differences());
        });
    }

    private static Evaluation evaluation() {
        return Evaluator.evaluate(
                EvaluationPlan.<Visit, Risk>of(List.of(auroc()), List.of()),
                model().digest(),
                Evaluator.bind(model(), features()),
                cohort(),
                evaluationRows(),
                Optional.empty());
    }

    private static Monitor monitor() {
        FakeEngine engine = new FakeEngine();
        Cohort<Visit> cohort = cohort();
        Baseline baseline = engine.profile(
                trainingRows().features(),
                model().levels(),
                Evaluator.judge(Evaluator.bind(model(), features()), cohort, evaluationRows()));
        return engine.open(MonitorPlan.standard(), baseline, Clock.fixed(JULY_2022, ZoneOffset.UTC));
    }
}
