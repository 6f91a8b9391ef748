package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.internal.RunRecord;
import org.junit.jupiter.api.Test;

/** What becomes of alerts, and what the monitor has gathered, is in the ledger. */
class AlertsInTheLedgerTest {
    private static Finding finding(Kind kind, String subject) {
        return Finding.of(kind, "fake", subject, Finding.State.ALARM, subject + ": seen.");
    }

    private static Alert alert(Kind kind, String subject) {
        return Alert.opened(subject + "/1", finding(kind, subject), Ward.OPENED);
    }

    @Test
    void whatAPulseTellsIsRecordedAtOnce() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            FakeMonitor monitor = ward.engine.last();
            Alert dead = new Alert(
                    "lactate/1",
                    finding(Kind.DEAD_FEED, "lactate"),
                    List.of(finding(Kind.DEAD_FEED, "age")),
                    Severity.MODERATE,
                    Alert.Stage.OPEN,
                    Ward.OPENED,
                    Optional.empty());
            monitor.say(What.OPENED, dead);
            ward.clock.advance(Duration.ofHours(1));

            assertThat(ward.workspace.pulse(live)).hasSize(1);
            assertThat(ward.workspace.pulse(live)).isEmpty();

            Entry opened = ward.entries(EntryKind.ALERT_OPENED).get(0);
            assertThat(opened.at()).isEqualTo(ward.clock.instant());
            assertThat(opened.facts().asMap())
                    .containsEntry("alert", "lactate/1")
                    .containsEntry("severity", "MODERATE")
                    .containsEntry("kind", "DEAD_FEED")
                    .containsEntry("subject", "lactate")
                    .containsEntry("explanation", "lactate: seen.")
                    .containsEntry("also.0", "DEAD_FEED, age: age: seen.")
                    .containsEntry("model", live.model().hex())
                    .containsKeys("useCase", "plan", "deployment");
            assertThat(ward.entries(EntryKind.WINDOW_CLOSED)).isEmpty();
        }
    }

    @Test
    void whatOpenedBetweenWindowsIsThoughtAboutAtTheNextReview() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.last().say(What.OPENED, alert(Kind.DEAD_FEED, "lactate"));
            ward.workspace.pulse(live);

            Review<Visit> review = Story.month(ward, live);

            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.INVESTIGATE);
            assertThat(review.proposal().get().because()).extracting(Alert::id).containsExactly("lactate/1");
            assertThat(Story.month(ward, live).proposal()).as("once").isEmpty();
        }
    }

    @Test
    void everyChangeOfAnAlertHasItsEntry() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.with(parts -> parts.monitoring = parts.monitoring.alerting(
                    parts.monitoring.alerts().escalatedAfter(Duration.ofHours(4), Role.CLINICAL_LEAD))));
            FakeMonitor monitor = ward.engine.last();
            for (What what : List.of(What.OPENED, What.GREW, What.ESCALATED, What.RESOLVED, What.REOPENED)) {
                monitor.say(what, alert(Kind.OPERATION, "latency"));
            }
            ward.workspace.pulse(live);

            assertThat(ward.entries(
                            EntryKind.ALERT_OPENED,
                            EntryKind.ALERT_GREW,
                            EntryKind.ALERT_ESCALATED,
                            EntryKind.ALERT_RESOLVED,
                            EntryKind.ALERT_REOPENED))
                    .extracting(Entry::kind)
                    .containsExactly(
                            EntryKind.ALERT_OPENED,
                            EntryKind.ALERT_GREW,
                            EntryKind.ALERT_ESCALATED,
                            EntryKind.ALERT_RESOLVED,
                            EntryKind.ALERT_REOPENED);
            assertThat(ward.entries(EntryKind.ALERT_ESCALATED).get(0).facts().asMap())
                    .containsEntry("alert", "latency/1")
                    .containsEntry("to", "clinical-lead");
            assertThat(ward.entries(EntryKind.ALERT_REOPENED).get(0).facts().asMap())
                    .containsEntry("explanation", "latency: seen.");
        }
    }

    @Test
    void whoTakesAnAlertOnIsToldToTheMonitorAndTheLedgerOnce() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            FakeMonitor monitor = ward.engine.last();
            monitor.say(What.OPENED, alert(Kind.INPUT_DRIFT, "lactate"));
            ward.workspace.pulse(live);

            ward.workspace.acknowledge(live, "lactate/1", "analyst", Role.DATA_SCIENTIST, "a new analyser");

            Alert taken = monitor.open().get(0);
            assertThat(taken.acknowledged().orElseThrow().by()).isEqualTo("analyst");
            monitor.say(What.ACKNOWLEDGED, taken); // an engine that tells it too
            ward.workspace.pulse(live);
            assertThat(ward.entries(EntryKind.ALERT_ACKNOWLEDGED))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.facts().asMap())
                            .containsEntry("person", "analyst")
                            .containsEntry("note", "a new analyser"));
        }
    }

    @Test
    void whoTookAnAlertOnElsewhereIsRecordedToo() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            FakeMonitor monitor = ward.engine.last();
            monitor.say(What.OPENED, alert(Kind.INPUT_DRIFT, "lactate"));
            ward.workspace.pulse(live);
            monitor.say(
                    What.ACKNOWLEDGED,
                    monitor.acknowledge("lactate/1", "on call", Ward.OPENED).orElseThrow());
            ward.workspace.pulse(live);

            assertThat(ward.entries(EntryKind.ALERT_ACKNOWLEDGED))
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.facts().required("person")).isEqualTo("on call"));
        }
    }

    /** Two detectors of one kind speak of one subject: the gravest word is stated. */
    @Test
    void aWindowStatesTheGravestFindingOfAKindAndSubject() {
        Map<String, String> facts = RunRecord.window(
                        Plans.standard(),
                        "d",
                        new org.clinicalmlops.api.monitor.WindowReport(
                                Ward.OPENED,
                                Ward.OPENED.plusSeconds(1),
                                0,
                                0,
                                Map.of(),
                                List.of(
                                        Finding.of(Kind.PERFORMANCE, "a", "model", Finding.State.OK, ""),
                                        Finding.of(Kind.PERFORMANCE, "b", "model", Finding.State.ALARM, ""),
                                        Finding.of(Kind.PERFORMANCE, "c", "model", Finding.State.INSUFFICIENT, "")),
                                List.of()))
                .asMap();
        assertThat(facts).containsEntry("finding.model.PERFORMANCE", "ALARM");
    }

    @Test
    void theMonitorsStateIsKeptAfterEachReviewAndFoundAgain() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            FakeMonitor monitor = ward.engine.last();
            Story.month(ward, live);
            assertThat(ward.entries(EntryKind.MONITOR_SAVED))
                    .as("nothing to keep")
                    .isEmpty();
            assertThat(ward.workspace.registry().monitorState(live.id(), live.model()))
                    .isEmpty();
            for (byte[] state : List.of(new byte[] {1, -2, 3}, new byte[] {4})) {
                monitor.state = state;
                Story.month(ward, live);
            }

            Entry first = ward.entries(EntryKind.MONITOR_SAVED).get(0);
            assertThat(first.facts().asMap())
                    .containsEntry("state", Digest.of(new byte[] {1, -2, 3}).hex())
                    .containsEntry("model", live.model().hex())
                    .containsEntry("deployment", live.id())
                    .containsKey("until");
            assertThat(Base64.getDecoder().decode(first.body().orElseThrow())).containsExactly(1, -2, 3);
            assertThat(ward.workspace.registry().monitorState(live.id(), live.model()))
                    .hasValueSatisfying(state -> assertThat(state).containsExactly(4));
            assertThat(ward.workspace.registry().monitorState("another", live.model()))
                    .isEmpty();
            assertThat(ward.workspace.registry().monitorState(live.id(), Digest.of("another")))
                    .isEmpty();
        }
    }

    @Test
    void aStateThatIsNotWhatWasKeptIsRefused() {
        try (Ward ward = new Ward()) {
            for (String body : List.of("AAAA", "no base 64!")) {
                Facts facts = Facts.of("deployment", "d")
                        .with("model", Digest.of("m"))
                        .with("state", Digest.of("another state"));
                ward.ledger.append(
                        Draft.of(EntryKind.MONITOR_SAVED, Ward.OPENED, facts).body(body));
                assertThatExceptionOfType(MlopsException.class)
                        .isThrownBy(() -> ward.workspace.registry().monitorState("d", Digest.of("m")))
                        .withMessageMatching("the monitor's state in entry \\d+ is damaged");
            }
        }
    }

    /** The window is closed once only: what it showed must reach the host, kept state or not. */
    @Test
    void aMonitorThatCannotSaveDoesNotEndTheReview() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.last().unsavable = true;

            assertThat(Story.month(ward, live).window()).isPresent();
            assertThat(ward.entries(EntryKind.MONITOR_SAVED)).isEmpty();
        }
    }

    @Test
    void aPulseOfAnotherWorkspacesDeploymentIsRefused() {
        try (Ward ward = new Ward();
                Ward other = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            assertThatIllegalArgumentException().isThrownBy(() -> other.workspace.pulse(live));
        }
    }
}
