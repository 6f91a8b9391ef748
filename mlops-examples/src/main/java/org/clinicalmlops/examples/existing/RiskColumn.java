package org.clinicalmlops.examples.existing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.pneumonia.Curb65;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;

/**
 * All that the application has to do with the library: opened when it starts, closed when it ends, asked for a cell. A prediction takes
 * microseconds and throws nothing; what is written to the ledger is written by a thread of the library's own.
 */
final class RiskColumn implements Board.Column, AutoCloseable {
    static final String PHYSICIAN = "staff-0112";
    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private static final Duration REGISTER = Duration.ofDays(550);

    private final JdbcLedger ledger;
    private final Workspace workspace;
    private final Deployment<EmergencyVisit, Risk> deployment;
    /** Ids of predictions by visit; an application with a database keeps them there. */
    private final Map<Long, String> predictions;

    private RiskColumn(
            JdbcLedger ledger,
            Workspace workspace,
            Deployment<EmergencyVisit, Risk> deployment,
            Map<Long, String> predictions) {
        this.ledger = ledger;
        this.workspace = workspace;
        this.deployment = deployment;
        this.predictions = predictions;
    }

    /**
     * The first time: the score is judged on the hospital's own visits, and begins its silent trial.
     *
     * @param register visits of the last year and a half
     * @throws IllegalStateException if the gates do not let it pass
     */
    static RiskColumn install(DataSource database, Clock clock, List<EmergencyVisit> register) {
        JdbcLedger ledger = JdbcLedger.open(database);
        Workspace workspace = open(ledger, clock);
        Instant now = clock.instant();
        Deployment<EmergencyVisit, Risk> deployed = workspace
                .run(
                        ScorePlan.plan(register),
                        DataCut.indexed(now.minus(REGISTER), now).asOf(now))
                .fold(
                        workspace::deploy,
                        rejected -> {
                            throw new IllegalStateException("rejected: " + rejected.reasons());
                        },
                        awaiting -> {
                            throw new IllegalStateException("awaits " + awaiting.roles());
                        });
        return new RiskColumn(ledger, workspace, deployed, new HashMap<>());
    }

    /**
     * Every other time: goes on where the application was when it ended, or was killed.
     *
     * @param id as {@link #id} gave it
     * @param register the same as then: it is part of the plan
     */
    static RiskColumn start(
            DataSource database, Clock clock, String id, List<EmergencyVisit> register, Map<Long, String> predictions) {
        JdbcLedger ledger = JdbcLedger.open(database);
        Workspace workspace = open(ledger, clock);
        return new RiskColumn(ledger, workspace, workspace.resume(id, ScorePlan.plan(register)), predictions);
    }

    private static Workspace open(JdbcLedger ledger, Clock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                .staff((person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD))
                .monitoring(StandardMonitoring.engine())
                .open();
    }

    @Override
    public String cell(EmergencyVisit visit) {
        return deployment
                .predict(visit)
                .fold(
                        answered -> {
                            predictions.put(visit.getVisitNumber(), answered.id());
                            return shown(answered);
                        },
                        silent -> {
                            predictions.put(visit.getVisitNumber(), silent.id());
                            return "";
                        },
                        abstained -> "no score (" + abstained.reason() + because(abstained.features()) + ")");
    }

    private static String shown(Prediction.Answered<Risk> answered) {
        return String.format(
                Locale.ROOT,
                "dies within 30 days: %.1f %%, %s%s",
                100 * answered.output().value(),
                answered.band().orElseThrow(),
                answered.acting() ? "; admit?" : "");
    }

    private static String because(List<String> features) {
        return features.isEmpty() ? "" : ": " + String.join(", ", features);
    }

    @Override
    public void over(EmergencyVisit visit) {
        String prediction = predictions.remove(visit.getVisitNumber());
        if (prediction != null) {
            deployment.outcome(prediction, Curb65.outcome(visit));
        }
    }

    @Override
    public String status() {
        Health health = deployment.health();
        return "risk: " + (health.ready() ? "ready" : "not ready, " + health.notReady()) + ", " + health.predictions()
                + " predictions, " + health.abstained() + " without, "
                + health.outcomes().taken() + " outcomes, "
                + health.notRecorded() + " lost";
    }

    /** What the scheduler of the application calls once a day; a window of the monitoring that is over is closed. */
    void review() {
        workspace.review(deployment);
    }

    /** A physician lets it out of its silent trial. */
    TrialDecision goLive(String person) {
        return deployment.endSilentTrial(SignOff.by(person, Role.CLINICAL_LEAD).of(deployment.toSign()));
    }

    String id() {
        return deployment.id();
    }

    Map<Long, String> predictions() {
        return predictions;
    }

    /** What is queued is stored first. */
    @Override
    public void close() {
        workspace.close();
        ledger.close();
    }
}
