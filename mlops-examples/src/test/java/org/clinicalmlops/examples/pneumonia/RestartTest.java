package org.clinicalmlops.examples.pneumonia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.examples.pneumonia.EmergencyDepartment.start;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.WindowReport;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/**
 * A hospital's application that restarts in mid-stream sees the same as one that never did: the same windows to the bit, the same
 * alerts. Left out is what is in no ledger and so is lost in a crash: how long answers took, and the inputs of rows without an answer,
 * here of patients without urea.
 */
class RestartTest {
    private static final LocalDate OPENS = LocalDate.of(2024, 7, 1);
    private static final LocalDate LIVE = OPENS.plusDays(14);
    private static final LocalDate UNIT_CHANGES = LocalDate.of(2024, 9, 17);
    private static final LocalDate ENDS = LocalDate.of(2024, 12, 1);
    private static final Staff STAFF = (person, role) -> true;

    @TempDir
    Path folder;

    private final ReplayClock clock = new ReplayClock(start(OPENS));
    private final List<WindowReport> windows = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private final List<String> resumed = new ArrayList<>();

    private static Workspace workspace(JdbcLedger ledger, ReplayClock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("the key of a test only".getBytes(StandardCharsets.UTF_8)))
                .staff(STAFF)
                .monitoring(StandardMonitoring.engine())
                .open();
    }

    private static Approved<EmergencyVisit, Risk> approved(Workspace workspace, Verdict<EmergencyVisit, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new AssertionError(rejected.reasons());
                },
                awaiting -> approved(
                        workspace,
                        workspace.sign(
                                awaiting,
                                SignOff.by("anybody", awaiting.roles().get(0)).of(awaiting.toSign()))));
    }

    private static List<EmergencyVisit> visits() {
        return new ArrayList<>(new MadeUpVisits(65)
                .between(start(OPENS.minusMonths(18)), start(ENDS)).stream()
                        .filter(visit -> visit.getUrea() != null)
                        .toList());
    }

    /** @param restarts days at whose start it ends and begins anew; whether it is closed before, or just ends */
    private RestartTest run(String name, Map<LocalDate, Boolean> restarts) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + folder.resolve(name));
        Instant opens = start(OPENS);
        List<EmergencyVisit> all = visits();
        List<EmergencyVisit> register =
                all.stream().filter(v -> v.getArrival().isBefore(opens)).toList();
        Deque<EmergencyVisit> toCome = new ArrayDeque<>(
                all.stream().filter(v -> !v.getArrival().isBefore(opens)).toList());
        Pipeline<EmergencyVisit, Risk> plan = Curb65.plan(register);
        JdbcLedger ledger = JdbcLedger.open(database);
        Workspace workspace = workspace(ledger, clock);
        Deployment<EmergencyVisit, Risk> deployment = workspace.deploy(approved(
                workspace, workspace.run(plan, DataCut.indexed(start(OPENS.minusMonths(18)), opens))));
        Map<String, EmergencyVisit> awaited = new HashMap<>();
        for (LocalDate day = OPENS; day.isBefore(ENDS); day = day.plusDays(1)) {
            if (restarts.containsKey(day)) {
                if (restarts.get(day)) {
                    workspace.close();
                } else {
                    workspace.flush();
                }
                ledger.close();
                ledger = JdbcLedger.open(database);
                workspace = workspace(ledger, clock);
                deployment = workspace.resume(deployment.id(), plan);
            }
            while (!toCome.isEmpty() && toCome.peek().getArrival().isBefore(start(day.plusDays(1)))) {
                EmergencyVisit visit = toCome.poll();
                clock.moveTo(visit.getArrival());
                if (!day.isBefore(UNIT_CHANGES)) {
                    visit.setUrea(visit.getUrea() * 6.006);
                }
                deployment
                        .predict(visit)
                        .match(
                                answered -> awaited.put(answered.id(), visit),
                                silent -> awaited.put(silent.id(), visit),
                                abstained -> {});
            }
            clock.moveTo(start(day.plusDays(1)));
            tell(deployment, awaited);
            if (day.plusDays(1).equals(LIVE)) {
                deployment.endSilentTrial(
                        SignOff.by("anybody", Role.CLINICAL_LEAD).of(deployment.toSign()));
            }
            if (day.plusDays(1).getDayOfMonth() == 1) {
                workspace.review(deployment).window().ifPresent(windows::add);
            }
        }
        assertThat(deployment.silent()).isFalse();
        assertThat(deployment.health().outcomes().refused()).isZero();
        workspace.close();
        ledger.read(
                Set.of(
                        EntryKind.ALERT_OPENED,
                        EntryKind.ALERT_GREW,
                        EntryKind.ALERT_RESOLVED,
                        EntryKind.UPDATE_PROPOSED),
                entry -> alerts.add(entry.kind() + " " + entry.at() + " " + entry.facts()));
        ledger.read(
                Set.of(EntryKind.DEPLOYMENT_RESUMED),
                entry -> resumed.add(entry.facts().required("monitor") + " "
                        + entry.facts().required("mode") + ", lost "
                        + entry.facts().required("lost")));
        ledger.close();
        return this;
    }

    /** What the hospital has learnt of by midnight; in an order that is no id's. */
    private void tell(Deployment<EmergencyVisit, Risk> deployment, Map<String, EmergencyVisit> awaited) {
        List<String> told = new ArrayList<>();
        awaited.forEach((id, visit) -> {
            Instant died = visit.getDiedAt();
            if (!(died == null ? Curb65.end(visit) : died).isAfter(clock.instant())) {
                deployment.outcome(id, Curb65.outcome(visit));
                told.add(id);
            }
        });
        told.forEach(awaited::remove);
    }

    private static List<String> lines(WindowReport window) {
        List<String> lines = new ArrayList<>(
                List.of(window.from() + " " + window.until() + " " + window.rows() + " " + window.matured()));
        window.performance().forEach((name, estimate) -> lines.add(name + " " + estimate));
        window.findings().stream()
                .filter(finding -> !finding.subject().equals("latency"))
                .forEach(finding -> lines.add(finding.toString()));
        window.events().forEach(event -> lines.add(event.toString()));
        return lines;
    }

    @Test
    void restartsChangeNothing() {
        RestartTest uninterrupted = new RestartTest();
        uninterrupted.folder = folder;
        uninterrupted.run("whole.db", Map.of());

        run(
                "restarted.db",
                Map.of(
                        OPENS.plusDays(7), false, // in the silent trial, before anything was saved
                        LocalDate.of(2024, 8, 20), false, // between two reviews
                        LocalDate.of(2024, 9, 25), true, // while inputs are wrong
                        LocalDate.of(2024, 11, 1), false)); // just after a review

        assertThat(windows).hasSameSizeAs(uninterrupted.windows);
        for (int i = 0; i < windows.size(); i++) {
            assertThat(lines(windows.get(i))).isEqualTo(lines(uninterrupted.windows.get(i)));
        }
        assertThat(alerts).isEqualTo(uninterrupted.alerts).anyMatch(alert -> alert.contains("UNIT_CHANGE"));
        assertThat(resumed)
                .containsExactly(
                        "REPLAYED silent, lost 0",
                        "RESUMED live, lost 0",
                        "RESUMED live, lost 0",
                        "RESUMED live, lost 0");
        assertThat(uninterrupted.resumed).isEmpty();
    }
}
