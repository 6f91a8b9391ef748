package org.clinicalmlops.examples.pneumonia;

import static org.clinicalmlops.examples.pneumonia.EmergencyDepartment.start;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.sqlite.SQLiteDataSource;

/**
 * A hospital uses a published score and wants to know whether it still holds: no file, no training, no change. The rows are the
 * hospital's own entities in memory; the score passes the same gates as a trained model, is tried silently, used, and watched. The
 * visits are made up ({@link MadeUpVisits}); everything else is as in earnest.
 */
public final class WatchScore {
    private static final LocalDate OPENS = LocalDate.of(2024, 7, 1);
    private static final LocalDate UNIT_CHANGES = LocalDate.of(2024, 9, 17);
    private static final LocalDate UNIT_REPAIRED = LocalDate.of(2024, 10, 1);
    private static final LocalDate ENDS = LocalDate.of(2025, 1, 1);

    /** 1 mmol of urea has a mass of 60.06 mg, so 1 mmol/L is 6.006 mg/dL; of urea nitrogen alone it would be 2.8. */
    private static final double MG_PER_DL = 6.006;

    private static final String PHYSICIAN = "staff-0112";
    private static final String SAFETY_OFFICER = "staff-0733";
    private static final Staff STAFF = (person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD)
            || person.equals(SAFETY_OFFICER) && role.equals(Curb65.PATIENT_SAFETY);

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private WatchScore() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("watch-score").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file, 65);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     * @param seed of the visits
     */
    static Story run(PrintStream out, Path file, long seed) {
        return run(out, file, seed, MG_PER_DL);
    }

    /** @param ureaFactor what the laboratory's interface multiplies urea with for two weeks; 1 for nothing */
    static Story run(PrintStream out, Path file, long seed, double ureaFactor) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        Account account = new Account(out);
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            ReplayClock clock = new ReplayClock(start(OPENS));
            try (Workspace workspace = Workspace.on(ledger)
                    .clock(clock)
                    .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                    .staff(STAFF)
                    .monitoring(StandardMonitoring.engine())
                    .open()) {
                tell(workspace, clock, account, new MadeUpVisits(seed), ureaFactor);
            }
            return account.close(ledger);
        }
    }

    private static void tell(
            Workspace workspace, ReplayClock clock, Account account, MadeUpVisits visits, double ureaFactor) {
        Instant first = start(OPENS.minusMonths(18));
        List<EmergencyVisit> register = visits.between(first, start(OPENS));
        Pipeline<EmergencyVisit, Risk> plan = Curb65.plan(register);
        account.opens(register.size());

        Deployment<EmergencyVisit, Risk> deployment = workspace.deploy(
                approved(workspace, account, workspace.run(plan, DataCut.indexed(first, start(OPENS)))));
        EmergencyDepartment department =
                new EmergencyDepartment(workspace, deployment, clock, visits.between(start(OPENS), start(ENDS)));

        department.until(OPENS.plusDays(14), account::reviewed);
        account.trial(deployment.endSilentTrial(
                SignOff.by(PHYSICIAN, Role.CLINICAL_LEAD).of(deployment.toSign())));
        department.until(UNIT_CHANGES, account::reviewed);
        department.ureaArrivesTimes(ureaFactor);
        account.interfaceChanges(UNIT_CHANGES, ureaFactor);
        department.until(UNIT_REPAIRED, account::reviewed);
        for (Alert alert : account.opened()) {
            workspace.acknowledge(
                    deployment, alert.id(), PHYSICIAN, Role.CLINICAL_LEAD, account.repaired(UNIT_REPAIRED));
        }
        department.ureaArrivesTimes(1);
        department.until(ENDS, account::reviewed);

        account.served(deployment.health(), Abstention.MISSING_INPUT);
        account.maturity(workspace.maturity(plan.useCase().name()));
    }

    /** Lets everybody sign who has to. */
    private static Approved<EmergencyVisit, Risk> approved(
            Workspace workspace, Account account, Verdict<EmergencyVisit, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new IllegalStateException("rejected: " + rejected.reasons());
                },
                awaiting -> {
                    Role role = awaiting.roles().get(0);
                    account.awaits(awaiting);
                    String person = role.equals(Role.CLINICAL_LEAD) ? PHYSICIAN : SAFETY_OFFICER;
                    SignOff signature = SignOff.by(person, role).of(awaiting.toSign());
                    return approved(workspace, account, workspace.sign(awaiting, signature));
                });
    }
}
