package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;

class AlertStateTest {
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final AlertPolicy POLICY = AlertPolicy.standard()
            .escalatedAfter(Duration.ofHours(1), Role.CLINICAL_LEAD)
            .quietBetween(LocalTime.of(23, 0), LocalTime.of(5, 0), ZoneOffset.UTC);

    private static KeptState full() {
        Alerts alerts = new Alerts(POLICY);
        List<Finding> findings = List.of(
                alarm(Finding.Kind.CALIBRATION, Finding.MODEL).asks(Finding.Remedy.RECALIBRATE),
                alarm(Finding.Kind.INPUT_DRIFT, "urea").effect(0.1, 0.2, 0.7).patients(3),
                alarm(Finding.Kind.PREDICTION_DRIFT, Finding.MODEL)
                        .measured(new Finding.Measure(1, 2, 3, 4, "ks", "alpha")));
        alerts.due(alerts.look(findings, NOW), NOW);
        alerts.acknowledge("urea/INPUT_DRIFT/1", "dr.a", NOW);
        return KeptState.of(alerts::save);
    }

    private static Finding alarm(Finding.Kind kind, String subject) {
        return Finding.of(kind, "d", subject, Finding.State.ALARM, "seen");
    }

    /** A value that is missing, or of another type, or out of its range: refused, and never half taken over. */
    @Test
    void aDamagedStateIsRefusedAndChangesNothing() {
        int refused = 0;
        KeptState full = full();
        for (int i = 0; i < full.values().size(); i++) {
            Object value = full.values().get(i);
            for (Object other : new Object[] {"no such name", -1L, 1L << 40, NOW}) {
                if (value instanceof Long && other instanceof Long
                        || !value.getClass().equals(other.getClass())) {
                    Alerts alerts = new Alerts(POLICY);
                    try {
                        alerts.restore(full.with(i, other));
                    } catch (MlopsException e) {
                        refused++;
                        assertThat(alerts.open()).isEmpty();
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void aStateThatEndsTooSoonIsRefused() {
        KeptState full = full();
        for (int length = 0; length < full.values().size(); length++) {
            KeptState cut = full.first(length);
            assertThatExceptionOfType(MlopsException.class)
                    .as("cut to %s values", length)
                    .isThrownBy(() -> new Alerts(POLICY).restore(cut));
        }
    }

    @Test
    void anUnknownNameIsRefusedByItsType() {
        KeptState state = full();
        KeptState other = state.with(state.values().indexOf("CALIBRATION"), "ASTROLOGY");
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> new Alerts(POLICY).restore(other))
                .withMessage("a stored state names no Kind");
    }
}
