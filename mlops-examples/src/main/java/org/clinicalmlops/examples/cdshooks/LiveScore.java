package org.clinicalmlops.examples.cdshooks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;
import org.clinicalmlops.examples.pneumonia.MadeUpVisits;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.sqlite.SQLiteDataSource;

/** The score after its gates and its silent trial: in use, on a ledger in a file. */
final class LiveScore implements AutoCloseable {
    private static final Duration REGISTER = Duration.ofDays(550);
    private static final Duration TRIAL = Duration.ofDays(15);
    private static final String PHYSICIAN = "staff-0112";
    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private final JdbcLedger ledger;
    private final Workspace workspace;
    private final ClockBehind clock;
    private final Deployment<Bedside, Risk> deployment;

    /**
     * @param file where the ledger goes; not there yet
     * @param seed of the visits
     */
    LiveScore(Path file, Clock now, long seed) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        clock = new ClockBehind(now, TRIAL);
        ledger = JdbcLedger.open(database);
        workspace = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                .staff((person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD))
                .monitoring(StandardMonitoring.engine())
                .open();
        deployment = live(new MadeUpVisits(seed));
    }

    private Deployment<Bedside, Risk> live(MadeUpVisits visits) {
        Instant opens = clock.instant();
        Instant first = opens.minus(REGISTER);
        Deployment<Bedside, Risk> deployed = workspace
                .run(
                        AdmissionPlan.plan(rows(visits.between(first, opens))),
                        DataCut.indexed(first, opens).asOf(opens))
                .<Deployment<Bedside, Risk>>fold(
                        approved -> workspace.deploy(approved),
                        rejected -> {
                            throw new IllegalStateException("rejected: " + rejected.reasons());
                        },
                        awaiting -> {
                            throw new IllegalStateException("awaits " + awaiting.roles());
                        });
        rows(visits.between(opens, opens.plus(TRIAL))).forEach(deployed::predict); // silent: nobody sees them
        clock.setRight();
        SignOff signature = SignOff.by(PHYSICIAN, Role.CLINICAL_LEAD).of(deployed.toSign());
        deployed.endSilentTrial(signature).match(passed -> {}, notYet -> {
            throw new IllegalStateException("the trial goes on: " + notYet.reasons());
        });
        return deployed;
    }

    private static List<Bedside> rows(List<EmergencyVisit> visits) {
        return visits.stream().map(Bedside::onArrival).toList();
    }

    Deployment<Bedside, Risk> deployment() {
        return deployment;
    }

    /** What clinicians made of its answers, as the ledger has it. */
    List<String> feedback() {
        workspace.flush();
        List<String> told = new ArrayList<>();
        ledger.read(
                Set.of(EntryKind.FEEDBACK_RECORDED),
                entry -> told.add(entry.facts().required("prediction") + " "
                        + entry.facts().required("feedback")));
        return told;
    }

    @Override
    public void close() {
        workspace.close();
        ledger.close();
    }
}
