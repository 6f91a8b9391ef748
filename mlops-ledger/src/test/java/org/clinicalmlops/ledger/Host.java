package org.clinicalmlops.ledger;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.monitoring.StandardMonitoring;

/** A hospital's application that is killed: a model of two inputs in use, another one approved, and patients that are made up. */
final class Host {
    /** What the score was evaluated on ends here, and its use begins. */
    static final Instant OPENS = Instant.parse("2024-07-01T00:00:00Z");

    static final String LEAD = "lead";
    private static final int REGISTER = 400;

    private Host() {}

    /** One visit. */
    record Visit(String patient, Instant at, double age, double urea, boolean died) {
        Outcome<Risk> outcome() {
            return Outcome.event(died, at.plus(30, ChronoUnit.DAYS));
        }
    }

    static Visit visit(int n, Instant at, SplittableRandom random) {
        double age = 40 + random.nextInt(50);
        double urea = 2 + random.nextInt(12);
        double risk = (age >= 65 ? 0.1 : 0.02) + (urea > 7 ? 0.2 : 0);
        return new Visit("patient-" + n, at, age, urea, random.nextDouble() < risk);
    }

    static Pipeline<Visit, Risk> plan() {
        SplittableRandom random = new SplittableRandom(8);
        List<Visit> register = IntStream.range(0, REGISTER)
                .mapToObj(n -> visit(n, OPENS.minus(REGISTER - n + 40L, ChronoUnit.DAYS), random))
                .toList();
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("mortality-30d")
                        .intendedUse("Shows who needs a second look; of a test")
                        .population("Patients that are made up")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "the ward")
                        .build())
                .data(CohortSource.of("visits", register))
                .features(FeatureSet.of(Visit.class)
                        .patient(Visit::patient)
                        .indexedAt(Visit::at)
                        .numeric("age", "a", Visit::age)
                        .numeric("urea", "mmol/L", Visit::urea))
                .outcome(Visit::outcome)
                .split(Split.byTime(Period.ofMonths(9)))
                .train(Train.bestBy(Metrics.brier(), List.of(new Discriminant())))
                .evaluate(EvaluationPlan.of(List.of(Metrics.auroc()), List.of()))
                .gates(GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.5)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(1))
                                .endedBy(Role.CLINICAL_LEAD)
                                .withAtLeast(1))
                        .actingAbove(0.2))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm()
                        .within(ChangePlan.refitOn(Period.ofYears(2))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(Role.CLINICAL_LEAD)))
                .build();
    }

    static Workspace workspace(JdbcLedger ledger, HostClock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("the key of a test only".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals(LEAD))
                .monitoring(StandardMonitoring.engine())
                .open();
    }

    /** Develops two models, puts the first into use, and leaves. @return the deployment's id */
    static String opened(JdbcLedger ledger) {
        Pipeline<Visit, Risk> plan = plan();
        HostClock clock = new HostClock(OPENS);
        try (Workspace workspace = workspace(ledger, clock)) {
            Deployment<Visit, Risk> deployment = workspace.deploy(approved(workspace, plan, 500));
            approved(workspace, plan, 420);
            deployment.predict(visit(0, clock.instant(), new SplittableRandom(1)));
            clock.set(OPENS.plus(2, ChronoUnit.DAYS));
            end(deployment);
            return deployment.id();
        }
    }

    private static Approved<Visit, Risk> approved(Workspace workspace, Pipeline<Visit, Risk> plan, int daysBefore) {
        return workspace
                .run(plan, DataCut.indexed(OPENS.minus(daysBefore, ChronoUnit.DAYS), OPENS.minus(35, ChronoUnit.DAYS)))
                .fold(
                        approved -> approved,
                        rejected -> {
                            throw new IllegalStateException("rejected: " + rejected.reasons());
                        },
                        awaiting -> {
                            throw new IllegalStateException("awaits " + awaiting.roles());
                        });
    }

    /** Ends the silent trial by the lead's signature. */
    static TrialDecision end(Deployment<Visit, Risk> deployment) {
        return deployment.endSilentTrial(SignOff.by(LEAD, Role.CLINICAL_LEAD).of(deployment.toSign()));
    }

    /** As many visits as somebody sees before a pause. */
    static List<Visit> some(Instant from, SplittableRandom random) {
        List<Visit> visits = new ArrayList<>();
        int count = 1 + random.nextInt(40);
        for (int n = 0; n < count; n++) {
            visits.add(visit(random.nextInt(1_000_000), from.plusSeconds(n), random));
        }
        return visits;
    }
}
