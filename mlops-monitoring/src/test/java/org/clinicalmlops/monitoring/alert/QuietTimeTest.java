package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.AlertPolicy.QuietHours;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietTimeTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), VIENNA);
    /** 23:00 in Vienna. */
    private static final Instant NIGHTLY = Instant.parse("2024-07-01T21:00:00Z");
    /** 7:00 in Vienna. */
    private static final Instant MORNING = Instant.parse("2024-07-02T05:00:00Z");

    private final QuietTime quiet = new QuietTime(Optional.of(NIGHT));

    private static AlertEvent event(What what, String id, Severity severity) {
        Finding finding = Finding.of(Finding.Kind.INPUT_DRIFT, "d", id, Finding.State.ALARM, "seen");
        return new AlertEvent(
                what,
                new Alert(id, finding, List.of(), severity, Alert.Stage.OPEN, NIGHTLY, Optional.empty()),
                NIGHTLY);
    }

    /** Vienna is two hours ahead of UTC in summer, one in winter. */
    @ParameterizedTest(name = "{0} to {1} at {2}: {3}")
    @CsvSource({
        "22:00, 07:00, 2024-07-01T19:59:59Z, false",
        "22:00, 07:00, 2024-07-01T20:00:00Z, true",
        "22:00, 07:00, 2024-07-01T22:30:00Z, true",
        "22:00, 07:00, 2024-07-02T04:59:59Z, true",
        "22:00, 07:00, 2024-07-02T05:00:00Z, false",
        "22:00, 07:00, 2024-01-02T05:30:00Z, true",
        "12:00, 13:00, 2024-07-01T10:00:00Z, true",
        "12:00, 13:00, 2024-07-01T11:00:00Z, false",
        "12:00, 13:00, 2024-07-01T09:59:00Z, false"
    })
    void quietHoursAreThoseOfTheHospitalsClock(LocalTime from, LocalTime until, Instant now, boolean within) {
        assertThat(QuietTime.within(new QuietHours(from, until, VIENNA), now)).isEqualTo(within);
    }

    @Test
    void whatIsNotGraveWaitsForTheMorning() {
        AlertEvent low = event(What.OPENED, "a", Severity.LOW);
        AlertEvent moderate = event(What.OPENED, "b", Severity.MODERATE);
        AlertEvent high = event(What.OPENED, "c", Severity.HIGH);

        assertThat(quiet.due(List.of(low, high, moderate), NIGHTLY)).containsExactly(high);
        assertThat(quiet.due(List.of(), NIGHTLY.plusSeconds(3600))).isEmpty();
        AlertEvent resolved = event(What.RESOLVED, "d", Severity.LOW);
        assertThat(quiet.due(List.of(resolved), MORNING)).containsExactly(low, moderate, resolved);
        assertThat(quiet.due(List.of(), MORNING)).isEmpty();
    }

    @Test
    void whatHasBecomeGraveIsToldWithItsBeginning() {
        AlertEvent opened = event(What.OPENED, "a", Severity.MODERATE);
        AlertEvent other = event(What.OPENED, "b", Severity.MODERATE);
        AlertEvent grew = event(What.GREW, "a", Severity.HIGH);

        assertThat(quiet.due(List.of(opened, other), NIGHTLY)).isEmpty();
        assertThat(quiet.due(List.of(grew), NIGHTLY.plusSeconds(60))).containsExactly(opened, grew);
        assertThat(quiet.due(List.of(), MORNING)).containsExactly(other);
    }

    @Test
    void withoutQuietHoursNothingWaits() {
        AlertEvent low = event(What.OPENED, "a", Severity.LOW);
        assertThat(new QuietTime(Optional.empty()).due(List.of(low), NIGHTLY)).containsExactly(low);
    }

    @Test
    void whatWaitsSurvivesARestart() {
        AlertPolicy policy = AlertPolicy.standard().quietBetween(LocalTime.of(22, 0), LocalTime.of(7, 0), VIENNA);
        Alerts alerts = new Alerts(policy);
        Finding drift = Finding.of(Finding.Kind.INPUT_DRIFT, "d", "urea", Finding.State.ALARM, "seen")
                .measured(new Finding.Measure(0.3, Double.NaN, 1, 2, "psi", "alpha"))
                .effect(0.1, 0.101, Double.NaN)
                .lookFirst("at the unit")
                .wouldHaveFound("nothing")
                .since(MORNING);
        List<AlertEvent> waiting = new ArrayList<>(alerts.look(List.of(drift), NIGHTLY));
        assertThat(alerts.due(waiting, NIGHTLY)).isEmpty();
        Finding more = Finding.of(Finding.Kind.UNIT_CHANGE, "u", "urea", Finding.State.ALARM, "seen");
        List<AlertEvent> grew = alerts.look(List.of(more), NIGHTLY.plusSeconds(60));
        assertThat(alerts.due(grew, NIGHTLY.plusSeconds(60))).isEmpty();
        waiting.addAll(grew); // the first as the alert was then, the second as it is

        Alerts other = new Alerts(policy);
        other.restore(KeptState.of(alerts::save));

        assertThat(other.due(List.of(), MORNING)).isEqualTo(waiting).hasSize(2);
    }
}
