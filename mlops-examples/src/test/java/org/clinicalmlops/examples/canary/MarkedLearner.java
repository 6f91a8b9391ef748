package org.clinicalmlops.examples.canary;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
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
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.learn.CanarySet;
import org.clinicalmlops.core.learn.loop.LearningLoop;
import org.clinicalmlops.core.learn.loop.LoopSettings;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.metrics.Metrics;

/**
 * Feeds marked patients through updates of the learning loop: one whose rows cannot be read, one that a made-up patient refuses, one that
 * is promoted, one that is called off, one whose rows are poisoned.
 */
final class MarkedLearner {
    private static final Instant FIRST = Instant.parse("2021-01-01T00:00:00Z");
    private static final Instant CHANGES = Instant.parse("2022-05-16T00:00:00Z");
    private static final Instant OPENS = Instant.parse("2022-07-01T00:00:00Z");

    private final Heard heard;
    private final Trainer<Risk> trainer;
    private final ReplayClock clock = new ReplayClock(OPENS);
    private final List<Marked> register = new ArrayList<>();

    MarkedLearner(Trainer<Risk> trainer, Heard heard) {
        this.trainer = trainer;
        this.heard = heard;
        register.addAll(Marked.visits(1_000, FIRST, 3));
        register.addAll(Marked.visits(1_000, CHANGES, 4, -1.5));
        for (int at : new int[] {100, 1_250, 1_700}) { // rows of the first version, of the third update, of the last
            register.set(at, register.get(at).with(Canaries.TRAINED_LOW));
            register.set(at + 10, register.get(at + 10).with(Canaries.TRAINED_MIDDLE));
            register.set(at + 20, register.get(at + 20).with(Canaries.TRAINED_HIGH));
            register.set(at + 30, register.get(at + 30).on(Canaries.TRAINED_WARD));
        }
    }

    private Pipeline<Marked, Risk> plan() {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("death-30d")
                        .intendedUse("A test of what comes out. Not for patients.")
                        .population("made up")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "nobody")
                        .build())
                .data(CohortSource.of("visits", register))
                .features(FeatureSet.of(Marked.class)
                        .patient(Marked::patient)
                        .indexedAt(Marked::at)
                        .numeric("age", "a", Marked::age)
                        .numericOrNull("lactate", "umol/L", Marked::readLactate)
                        .categorical("ward", Marked::ward))
                .outcome(Marked::outcome)
                .split(Split.byTime(Period.ofMonths(5)))
                .train(Train.bestBy(Metrics.brier(), List.of(trainer)).seed(1))
                .evaluate(EvaluationPlan.of(
                        List.of(Metrics.auroc(), Metrics.brier()), List.of(Subgroup.by("ward", Marked::ward))))
                .gates(GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.55), signedBy(Role.CLINICAL_LEAD)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.3))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(changes()))
                .build();
    }

    private static ChangePlan changes() {
        ChangeBounds bounds = ChangeBounds.meanRiskMoves(0.9)
                .inEachGroupOf(List.of("ward"))
                .recalibration(new Range(-5, 5), new Range(0.1, 9))
                .coefficientsMove(90);
        return ChangePlan.modifications(List.of(
                        Modification.recalibrate("level")
                                .promoted(Modification.Mode.AUTOMATIC)
                                .in(Scope.GLOBAL)
                                .because("a test")
                                .within(bounds),
                        Modification.refit("refit")
                                .promoted(Modification.Mode.MANUAL)
                                .in(Scope.GLOBAL)
                                .because("a test")
                                .within(bounds)))
                .protocol(ChangeProtocol.data(DataManagement.newest(Period.ofMonths(7))
                                .intervened(DataManagement.Intervened.LEFT_OUT)
                                .referenceStandard("made up")
                                .fromOneSourceAtMost(0.9))
                        .retraining(Retraining.startedBy(ChangePlan.Start.PERSON)
                                .upTo(UpdateExtent.REFIT)
                                .minimumOutcomes(100))
                        .evaluation(ChangeEvaluation.alpha(0.05)
                                .noWorseBy(List.of(
                                        Margin.of(Metrics.brier()).step(0.4).total(0.5))))
                        .update(UpdateProcedure.shadowFor(Duration.ofDays(7))
                                .promotedBy(Role.CLINICAL_LEAD)
                                .announced("nobody")))
                .acceptedBy(GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.5)))
                .rolledBack(RollbackRule.probation(Duration.ofDays(20)).on(Trigger.onHarm()))
                .impact(ImpactAssessment.benefit("none")
                        .hazard("none", "it is a test")
                        .interactions("none"));
    }

    void learns(Ledger ledger) {
        Pipeline<Marked, Risk> plan = plan();
        try (Workspace workspace = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("the key of a test only".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals("lead"))
                .monitoring(heard.engine())
                .progress(heard::says)
                .open()) {
            Deployment<Marked, Risk> deployment = workspace.deploy(signed(
                    workspace,
                    workspace.run(
                            plan,
                            DataCut.indexed(FIRST, CHANGES.minusSeconds(1)).asOf(OPENS))));
            serves(workspace, deployment, 60, 41);
            heard.says(deployment.endSilentTrial(lead().of(deployment.toSign())));
            clock.moveTo(Instant.parse("2023-02-01T00:00:00Z"));
            LoopSettings<Marked> settings = LoopSettings.<Marked>standard().sourceBy("ward");

            unreadable(workspace.loop(deployment, settings));
            refused(workspace.loop(deployment, settings.canaries(incredible())));
            promoted(workspace, deployment, workspace.loop(deployment, settings));
            calledOff(workspace.loop(deployment, settings));
            poisoned(workspace.loop(deployment, settings));
            heard.says(workspace.maturity("death-30d"));
            heard.says(workspace.registry().versions());
            heard.says(deployment.health());
        }
    }

    /** A row's own exception, which quotes the row, comes out of a step. */
    private void unreadable(LearningLoop<Marked> loop) {
        Marked sound = register.get(1_200);
        register.set(1_200, sound.with(Canaries.THROWN).breaking());
        loop.start("lead", Role.CLINICAL_LEAD);
        heard.fails(loop::proceed).ifPresent(heard::says);
        register.set(1_200, sound);
        heard.says(loop.cancel("lead", Role.CLINICAL_LEAD, "rows that cannot be read"));
    }

    private CanarySet<Marked> incredible() {
        return CanarySet.<Marked>empty().expecting("made up", register.get(0).with(Canaries.TRAINED_MIDDLE), 0.999, 1);
    }

    private void refused(LearningLoop<Marked> loop) {
        loop.start("lead", Role.CLINICAL_LEAD);
        heard.says(loop.proceed());
        heard.says(loop.last());
    }

    private void promoted(Workspace workspace, Deployment<Marked, Risk> deployment, LearningLoop<Marked> loop) {
        loop.start("lead", Role.CLINICAL_LEAD);
        signs(loop);
        serves(workspace, deployment, 40, 42);
        signs(loop);
        serves(workspace, deployment, 60, 43);
        heard.says(loop.proceed());
        heard.says(loop.last());
    }

    private void calledOff(LearningLoop<Marked> loop) {
        clock.moveTo(Instant.parse("2023-06-01T00:00:00Z"));
        loop.start("lead", Role.CLINICAL_LEAD);
        heard.says(loop.advance());
        heard.fails(() -> loop.cancel("other", Role.CLINICAL_LEAD, "a stranger"));
        heard.says(loop.cancel("lead", Role.CLINICAL_LEAD, "not now"));
    }

    /** One ward, and its labels are turned round. */
    private void poisoned(LearningLoop<Marked> loop) {
        clock.moveTo(Instant.parse("2023-10-15T00:00:00Z"));
        for (int i = 1_760; i < 2_000; i += 2) {
            Marked row = register.get(i);
            boolean lives = i % 10 != 0;
            register.set(
                    i,
                    new Marked(
                            row.patient(),
                            row.at(),
                            row.age(),
                            Canaries.TRAINED_HIGH,
                            Canaries.TRAINED_WARD,
                            Outcome.event(lives, row.at().plus(Marked.HORIZON)),
                            false));
        }
        loop.start("lead", Role.CLINICAL_LEAD);
        heard.says(loop.proceed());
        heard.says(loop.last());
    }

    /** Goes on as far as signatures bring it. */
    private void signs(LearningLoop<Marked> loop) {
        boolean waits = loop.proceed()
                .fold(
                        advanced -> false,
                        waiting -> {
                            heard.says(waiting);
                            return waiting.signature().isPresent();
                        },
                        ended -> false);
        if (waits) {
            heard.says(loop.proceed()
                    .<Object>fold(
                            advanced -> advanced,
                            waiting -> loop.sign(
                                    lead().of(waiting.signature().orElseThrow().toSign())),
                            ended -> ended));
        }
    }

    private void serves(Workspace workspace, Deployment<Marked, Risk> deployment, int visits, long seed) {
        for (Marked row : Marked.visits(visits, clock.instant(), seed)) {
            clock.moveTo(row.at());
            heard.says(deployment.predict(row.with(Canaries.SERVED)));
        }
        heard.fails(() -> workspace.review(deployment)).ifPresent(heard::says);
    }

    private static SignOff.NeedsSubject lead() {
        return SignOff.by("lead", Role.CLINICAL_LEAD);
    }

    private static Approved<Marked, Risk> signed(Workspace workspace, Verdict<Marked, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new AssertionError("rejected: " + rejected.reasons());
                },
                awaiting -> signed(workspace, workspace.sign(awaiting, lead().of(awaiting.toSign()))));
    }
}
