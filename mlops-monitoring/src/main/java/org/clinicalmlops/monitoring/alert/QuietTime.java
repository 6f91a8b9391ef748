package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertPolicy.QuietHours;
import org.clinicalmlops.api.monitor.Severity;

/**
 * Holds back what is not grave while people sleep. Grave alerts are told at once, with what waited of the same alert before them, so that
 * nobody hears of the end of what they never heard of. For one thread.
 */
final class QuietTime {
    private final Optional<QuietHours> hours;
    private final List<AlertEvent> held = new ArrayList<>();

    QuietTime(Optional<QuietHours> hours) {
        this.hours = hours;
    }

    List<AlertEvent> due(List<AlertEvent> events, Instant now) {
        held.addAll(events);
        List<AlertEvent> due = new ArrayList<>(held);
        if (hours.isPresent() && within(hours.get(), now)) {
            List<String> grave = events.stream()
                    .map(AlertEvent::alert)
                    .filter(alert -> alert.severity() == Severity.HIGH)
                    .map(Alert::id)
                    .toList();
            due.removeIf(event -> !grave.contains(event.alert().id()));
        }
        held.removeAll(due);
        return due;
    }

    /** From the start on, the end not included. */
    static boolean within(QuietHours hours, Instant now) {
        LocalTime time = now.atZone(hours.zone()).toLocalTime();
        boolean started = !time.isBefore(hours.from());
        boolean goesOn = time.isBefore(hours.until());
        return hours.from().isBefore(hours.until()) ? started && goesOn : started || goesOn;
    }

    List<AlertEvent> held() {
        return List.copyOf(held);
    }

    void hold(List<AlertEvent> events) {
        held.clear();
        held.addAll(events);
    }
}
