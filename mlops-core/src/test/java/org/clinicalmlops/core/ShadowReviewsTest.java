package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** The monitor of a version on trial is looked after too, in its own name, and nothing follows from what it says. */
class ShadowReviewsTest {
    private final Ward ward = new Ward();
    private final Deployment<Visit, Risk> live = ward.live(Story.plan());
    private final FakeMonitor inUse = ward.engine.last();

    private FakeMonitor shadow() {
        ward.workspace.shadow(
                live, Ward.approved(Story.harmfulMonth(ward, live).retrained().orElseThrow()));
        return ward.engine.last();
    }

    private List<Entry> ofShadow(EntryKind kind) {
        return ward.entries(kind).stream()
                .filter(entry -> entry.facts().text("beside").isPresent())
                .toList();
    }

    @Test
    void itsWindowsAndStatesAreRecordedAsThoseOfTheShadow() {
        FakeMonitor shadow = shadow();
        shadow.state = new byte[] {7};
        Review<Visit> review = Story.month(ward, live);

        assertThat(review.beside()).isPresent();
        assertThat(ofShadow(EntryKind.WINDOW_CLOSED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().asMap())
                        .containsEntry("model", ward.lastTrained().hex())
                        .containsEntry("beside", live.model().hex())
                        .containsEntry("rows", "60"));
        assertThat(ofShadow(EntryKind.MONITOR_SAVED)).hasSize(1);
        assertThat(ward.workspace.registry().monitorState(live.id(), ward.lastTrained()))
                .hasValueSatisfying(state -> assertThat(state).containsExactly(7));
        assertThat(ward.workspace.registry().monitorState(live.id(), live.model()))
                .isEmpty();
    }

    /** The engine shows the same to both monitors: what is new for the shadow only must lead to nothing. */
    @Test
    void harmOfTheShadowIsAnAlertInItsNameAndLeadsToNoProposal() {
        ward.engine.show(Kind.CALIBRATION, "model");
        Review<Visit> first = Story.month(ward, live); // of the version in use: proposed, and open from here on
        ward.workspace.shadow(live, Ward.approved(first.retrained().orElseThrow()));
        int proposed = ward.entries(EntryKind.UPDATE_PROPOSED).size();

        Review<Visit> review = Story.month(ward, live);

        assertThat(review.window().orElseThrow().opened()).isEmpty();
        assertThat(review.beside().orElseThrow().opened()).hasSize(1);
        assertThat(review.proposal()).isEmpty();
        assertThat(review.retrained()).isEmpty();
        assertThat(ward.entries(EntryKind.UPDATE_PROPOSED)).hasSize(proposed);
        assertThat(ofShadow(EntryKind.ALERT_OPENED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().required("model"))
                        .isEqualTo(ward.lastTrained().hex()));
    }

    @Test
    void aPulseLooksAtTheShadowToo() {
        FakeMonitor shadow = shadow();
        shadow.state = new byte[] {8};
        shadow.say(AlertEvent.What.OPENED, inUse.open().get(0));

        assertThat(ward.workspace.pulse(live)).as("of the version in use").isEmpty();
        assertThat(ofShadow(EntryKind.ALERT_OPENED)).hasSize(1);
        assertThat(ofShadow(EntryKind.MONITOR_SAVED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().required("when")).isEqualTo("PULSE"));
        ward.clock.advance(Duration.ofDays(40));
        assertThat(ward.workspace.review(live).proposal()).isEmpty();
    }

    @Test
    void anAlertOfTheShadowIsAcknowledgedInItsNameAndOnce() {
        FakeMonitor shadow = shadow();
        Finding finding = Finding.of(Kind.INPUT_DRIFT, "test", "lactate", Finding.State.ALARM, "lactate has moved");
        shadow.say(AlertEvent.What.OPENED, Alert.opened("lactate/1", finding, ward.clock.instant()));
        ward.workspace.pulse(live);

        ward.workspace.acknowledge(live, "lactate/1", "analyst", Role.DATA_SCIENTIST, "a new analyser");

        Alert taken = shadow.open().get(0);
        assertThat(taken.acknowledged().orElseThrow().by()).isEqualTo("analyst");
        shadow.say(AlertEvent.What.ACKNOWLEDGED, taken); // an engine that tells it too
        ward.workspace.pulse(live);
        assertThat(ward.entries(EntryKind.ALERT_ACKNOWLEDGED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().asMap())
                        .containsEntry("model", ward.lastTrained().hex())
                        .containsEntry("beside", live.model().hex())
                        .containsEntry("person", "analyst")
                        .containsEntry("note", "a new analyser"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ward.workspace.acknowledge(live, "lactate/2", "analyst", Role.DATA_SCIENTIST, "x"))
                .withMessageContaining("no alert 'lactate/2' is open")
                .withMessageContaining("lactate/1");
    }

    @Test
    void ofTwoAlertsOfOneIdThatOfTheVersionInUseComesFirst() {
        FakeMonitor shadow = shadow();
        Alert same = inUse.open().get(0);
        shadow.say(AlertEvent.What.OPENED, same);
        ward.workspace.pulse(live);

        ward.workspace.acknowledge(live, same.id(), "analyst", Role.DATA_SCIENTIST, "of the version in use");
        assertThat(ofShadow(EntryKind.ALERT_ACKNOWLEDGED)).isEmpty();
        ward.workspace.acknowledge(live, same.id(), "analyst", Role.DATA_SCIENTIST, "of the one on trial");

        assertThat(ward.entries(EntryKind.ALERT_ACKNOWLEDGED)).hasSize(2);
        assertThat(ofShadow(EntryKind.ALERT_ACKNOWLEDGED)).hasSize(1);
    }

    /** A shadow whose outcomes are seen is no evidence that the version in use is watched. */
    @Test
    void itsWindowsDoNotMakeMonitoringMature() {
        String missing = "no monitoring window with matured outcomes was closed in a live deployment";
        Facts window =
                Facts.of("useCase", "death-30d").with("deployment", live.id()).with("matured", 60);
        ward.ledger.append(
                Draft.of(EntryKind.WINDOW_CLOSED, ward.clock.instant(), window.with("beside", live.model())));
        assertThat(ward.workspace.maturity("death-30d").reasons()).contains(missing);
        ward.ledger.append(Draft.of(EntryKind.WINDOW_CLOSED, ward.clock.instant(), window));
        assertThat(ward.workspace.maturity("death-30d").reasons()).doesNotContain(missing);
    }
}
