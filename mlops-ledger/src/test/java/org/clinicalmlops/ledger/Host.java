package org.clinicalmlops.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.monitoring.StandardMonitoring;

/** A hospital's application that is killed: a model of two inputs in use, another one approved, and patients that are made up. */
final class Host {
    /** What the score was evaluated on ends here, and its use begins. */
    static final Instant OPENS = Instant.parse("2024-07-01T00:00:00Z");

    static final String LEAD = "lead";

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

    static Workspace workspace(JdbcLedger ledger, Clock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("the key of a test only".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals(LEAD))
                .monitoring(StandardMonitoring.engine())
                .open();
    }

    /**
     * Develops two models, puts the first into use, and leaves.
     *
     * @param daysBefore how long before its use the data of the first begin
     * @return the deployment's id
     */
    static String opened(JdbcLedger ledger, Pipeline<Visit, Risk> plan, int daysBefore) {
        HostClock clock = new HostClock(OPENS);
        try (Workspace workspace = workspace(ledger, clock)) {
            Deployment<Visit, Risk> deployment = workspace.deploy(approved(workspace, plan, daysBefore));
            approved(workspace, plan, daysBefore - 80);
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
