package org.clinicalmlops.monitoring.sink;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;

/** An event as canonical JSON: figures over all patients only. A number that is not finite is left out. */
final class EventJson {
    private EventJson() {}

    static String of(String watched, AlertEvent event) {
        Alert alert = event.alert();
        Declaration json = Declaration.of("alert-event")
                .with("watched", watched)
                .with("what", event.what().name())
                .with("at", event.at())
                .with("alert", alert.id())
                .with("severity", alert.severity().name())
                .with("stage", alert.stage().name())
                .with("openedAt", alert.openedAt())
                .with("finding", finding(alert.finding()))
                .with("news", event.news().stream().map(EventJson::declared).toList())
                .with("also", alert.also().stream().map(EventJson::declared).toList());
        return (alert.acknowledged().isEmpty()
                        ? json
                        : json.with("acknowledgedBy", alert.acknowledged().get().by())
                                .with(
                                        "acknowledgedAt",
                                        alert.acknowledged().get().at()))
                .json();
    }

    private static Declared declared(Finding finding) {
        return () -> finding(finding);
    }

    private static Declaration finding(Finding finding) {
        Finding.Context context = finding.context();
        Declaration json = Declaration.of("finding")
                .with("kind", finding.kind().name())
                .with("detector", finding.detector())
                .with("subject", finding.subject())
                .with("explanation", finding.explanation());
        json = context.since().isEmpty()
                ? json
                : json.with("since", context.since().get());
        json = context.patients().isEmpty()
                ? json
                : json.with("episodes", context.patients().getAsLong());
        json = number(json, "meanRiskBefore", context.meanRiskBefore().orElse(Double.NaN));
        json = number(json, "meanRiskNow", context.meanRiskNow().orElse(Double.NaN));
        json = number(json, "shareOfRiskChange", context.shareOfRiskChange().orElse(Double.NaN));
        json = context.lookFirst().isEmpty()
                ? json
                : json.with("lookFirst", context.lookFirst().get());
        json = context.asks().isEmpty()
                ? json
                : json.with("asks", context.asks().get().name());
        return finding.measure().isEmpty()
                ? json
                : json.with("measure", measure(finding.measure().get()));
    }

    private static Declaration measure(Finding.Measure measure) {
        Declaration json = Declaration.of("measure")
                .with("nReference", measure.nReference())
                .with("nCurrent", measure.nCurrent())
                .with("formula", measure.formula())
                .with("thresholdFrom", measure.thresholdFrom());
        return number(number(json, "statistic", measure.statistic()), "threshold", measure.threshold());
    }

    private static Declaration number(Declaration json, String name, double value) {
        return Double.isFinite(value) ? json.with(name, value) : json;
    }
}
