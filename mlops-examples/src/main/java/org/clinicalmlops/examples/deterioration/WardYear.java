package org.clinicalmlops.examples.deterioration;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.plan.Pipeline;
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
 * A year of simulated weeks on two wards. The stays are made up ({@link MadeUpStays}); everything else is as in earnest: a model goes
 * into use, what is true changes under it, monitoring finds harm, the learning loop mends it within its change plan, waits for a
 * signature where it must, refuses what it should, and takes back what does harm. Then the ledger is asked what happened.
 */
public final class WardYear {
    private static final Instant OPENS = Instant.parse("2025-01-01T00:00:00Z");
    private static final int WEEKS = 52;
    private static final String PHYSICIAN = "staff-0112";
    private static final String ANALYST = "staff-0509";
    private static final Staff STAFF = (person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD)
            || person.equals(ANALYST) && role.equals(Role.DATA_SCIENTIST);

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private WardYear() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("ward-year").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file, 7);
    }

    /**
     * Lives the year, and has it told by the ledger.
     *
     * @param file where the ledger goes; not there yet
     * @param seed of the stays
     */
    static void run(PrintStream out, Path file, long seed) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            ReplayClock clock = new ReplayClock(OPENS);
            try (Workspace workspace = Workspace.on(ledger)
                    .clock(clock)
                    .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                    .staff(STAFF)
                    .monitoring(StandardMonitoring.engine())
                    .open()) {
                live(workspace, clock, seed);
            }
            new LedgersAccount(ledger, out).tell(OPENS, WEEKS);
        }
    }

    private static void live(Workspace workspace, ReplayClock clock, long seed) {
        Instant first = Instant.parse("2024-10-01T00:00:00Z");
        List<Stay> stays = new MadeUpStays(seed).between(first, OPENS.plus(Duration.ofDays(7L * WEEKS)));
        Pipeline<Stay, Risk> plan = EarlyWarning.plan(stays);
        Deployment<Stay, Risk> deployment = workspace.deploy(signed(
                workspace,
                workspace.run(
                        plan, DataCut.indexed(first, OPENS.minus(Stay.HORIZON)).asOf(OPENS))));
        workspace.loop(deployment, EarlyWarning.settings());
        Wards wards = new Wards(
                workspace,
                deployment,
                clock,
                stays.stream().filter(stay -> !stay.at().isBefore(OPENS)).toList());
        for (int week = 1; week <= WEEKS; week++) {
            wards.week();
            if (deployment.silent()) {
                deployment.endSilentTrial(physician().of(deployment.toSign()));
            }
            wards.signWhatWaitedForAWeek(physician());
        }
    }

    private static SignOff.NeedsSubject physician() {
        return SignOff.by(PHYSICIAN, Role.CLINICAL_LEAD);
    }

    private static Approved<Stay, Risk> signed(Workspace workspace, Verdict<Stay, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new IllegalStateException("rejected: " + rejected.reasons());
                },
                awaiting ->
                        signed(workspace, workspace.sign(awaiting, physician().of(awaiting.toSign()))));
    }
}
