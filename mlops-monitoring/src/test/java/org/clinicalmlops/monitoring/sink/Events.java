package org.clinicalmlops.monitoring.sink;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;

/** Events as a monitor tells them. */
final class Events {
    static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    private Events() {}

    static AlertEvent of(AlertEvent.What what, Severity severity) {
        return of(what, severity, "urea: another unit, as it seems.");
    }

    static AlertEvent of(AlertEvent.What what, Severity severity, String explanation) {
        Finding finding = Finding.of(Finding.Kind.UNIT_CHANGE, "input.unit", "urea", Finding.State.ALARM, explanation)
                .measured(new Finding.Measure(88.4, Double.POSITIVE_INFINITY, 2000, 120, "unit", "alpha 0.001"))
                .since(Instant.parse("2024-02-27T00:00:00Z"))
                .patients(41)
                .effect(0.1, 0.15, 0.75)
                .lookFirst("the interface of the laboratory");
        Finding also = Finding.of(
                        Finding.Kind.INPUT_DRIFT, "input.psi", "urea", Finding.State.ALARM, "urea: \"shifted\".")
                .asks(Finding.Remedy.RECALIBRATE);
        Alert alert = new Alert(
                "urea/UNIT_CHANGE/1",
                finding,
                List.of(also),
                severity,
                Alert.Stage.OPEN,
                NOON,
                Optional.of(new Alert.Acknowledgement("staff-7", NOON.plusSeconds(60))));
        return new AlertEvent(what, alert, NOON.plusSeconds(120), List.of(also));
    }
}
