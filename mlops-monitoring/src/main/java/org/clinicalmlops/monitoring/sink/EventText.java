package org.clinicalmlops.monitoring.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.monitoring.text.Wording;

/** An event in words. Nothing of a patient is in it, since nothing of a patient is in a finding. */
final class EventText {
    /** Longer subjects are cut by mail programs anyway. Our choice. */
    private static final int LONGEST = 150;

    private EventText() {}

    /** One line: {@code HIGH, opened: model/CALIBRATION/1 (sepsis score)}. */
    static String subject(String watched, AlertEvent event) {
        String line = event.alert().severity() + ", " + said(event.what()) + ": "
                + event.alert().id() + " (" + watched + ")";
        return cut(oneLine(line));
    }

    /** What a log says on one line. */
    static String line(String watched, AlertEvent event) {
        Alert alert = event.alert();
        String also = alert.also().isEmpty()
                ? ""
                : " With it " + Wording.count(alert.also().size(), "more finding") + ".";
        String found = event.what() == AlertEvent.What.GREW && !event.news().isEmpty()
                ? event.news().stream().map(Finding::explanation).collect(Collectors.joining(" "))
                : alert.finding().explanation();
        return oneLine(watched + ": " + said(event.what()) + " " + alert.id() + ". " + found + also);
    }

    /** What a mail says. */
    static String body(String watched, AlertEvent event) {
        Alert alert = event.alert();
        List<String> lines = new ArrayList<>();
        lines.add("Watched: " + watched);
        lines.add("Alert: " + alert.id() + ", " + alert.severity() + ", " + alert.stage());
        lines.add("What: " + said(event.what()) + " at " + event.at());
        lines.add("Open since: " + alert.openedAt());
        alert.acknowledged().ifPresent(taken -> lines.add("Taken on by: " + taken.by() + " at " + taken.at()));
        lines.add("");
        add(alert.finding(), lines);
        alert.also().forEach(finding -> add(finding, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void add(Finding finding, List<String> lines) {
        Finding.Context context = finding.context();
        lines.add("- " + oneLine(finding.explanation()));
        context.since().ifPresent(since -> lines.add("  Since: about " + Wording.day(since)));
        context.patients().ifPresent(n -> lines.add("  Episodes concerned: " + n));
        if (context.meanRiskBefore().isPresent() && context.meanRiskNow().isPresent()) {
            lines.add("  Mean predicted risk: "
                    + Wording.percent(context.meanRiskBefore().getAsDouble()) + " before, "
                    + Wording.percent(context.meanRiskNow().getAsDouble()) + " now");
        }
        context.lookFirst().ifPresent(at -> lines.add("  Look first at: " + oneLine(at)));
        context.asks().ifPresent(remedy -> lines.add("  Asks for: " + remedy));
    }

    private static String said(AlertEvent.What what) {
        return switch (what) {
            case OPENED -> "opened";
            case REOPENED -> "opened again";
            case GREW -> "has grown";
            case ACKNOWLEDGED -> "taken on";
            case ESCALATED -> "not taken on in time";
            case RESOLVED -> "over";
        };
    }

    /** A name of a feature must not begin a line of its own in a log, or a header of its own in a mail. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").replaceAll("[\\u2028\\u2029\\u0085]+", " ");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
