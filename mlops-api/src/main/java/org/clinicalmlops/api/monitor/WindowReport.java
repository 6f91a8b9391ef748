package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Estimate;

/**
 * What one closed window showed.
 *
 * @param from start, inclusive
 * @param until end, exclusive
 * @param rows predictions observed in it
 * @param matured predictions whose outcome was known and whose horizon ended in it
 * @param performance on the matured cases, by name: {@code "observed/expected"}, {@code "auroc"}, ...
 * @param findings what every detector said
 * @param events what became of alerts
 */
public record WindowReport(
        Instant from,
        Instant until,
        long rows,
        long matured,
        Map<String, Estimate> performance,
        List<Finding> findings,
        List<AlertEvent> events) {
    public WindowReport {
        performance = Collections.unmodifiableMap(new LinkedHashMap<>(performance));
        findings = List.copyOf(findings);
        events = List.copyOf(events);
    }

    /** Alerts that this window opened, or opened again. */
    public List<Alert> opened() {
        return events.stream()
                .filter(e -> e.what() == AlertEvent.What.OPENED || e.what() == AlertEvent.What.REOPENED)
                .map(AlertEvent::alert)
                .toList();
    }

    /** Alerts that this window closed. */
    public List<Alert> resolved() {
        return events.stream()
                .filter(e -> e.what() == AlertEvent.What.RESOLVED)
                .map(AlertEvent::alert)
                .toList();
    }
}
