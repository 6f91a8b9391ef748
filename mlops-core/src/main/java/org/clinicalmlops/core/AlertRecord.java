package org.clinicalmlops.core;

import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.plan.Pipeline;

/** How what becomes of an alert is stated in the ledger. */
record AlertRecord(EntryKind kind, Facts facts) {

    static AlertRecord of(Pipeline<?, Risk> plan, AlertEvent event) {
        Alert alert = event.alert();
        Facts id = Facts.of("alert", alert.id());
        return switch (event.what()) {
            case OPENED -> new AlertRecord(EntryKind.ALERT_OPENED, found(alert));
            case REOPENED -> new AlertRecord(EntryKind.ALERT_REOPENED, found(alert));
            case GREW -> new AlertRecord(EntryKind.ALERT_GREW, found(alert));
            case ESCALATED -> new AlertRecord(EntryKind.ALERT_ESCALATED, id.and(to(plan)));
            case RESOLVED -> new AlertRecord(EntryKind.ALERT_RESOLVED, id);
            case ACKNOWLEDGED ->
                new AlertRecord(
                        EntryKind.ALERT_ACKNOWLEDGED,
                        id.with("person", alert.acknowledged().orElseThrow().by()));
        };
    }

    private static Facts found(Alert alert) {
        Facts facts = Facts.of("alert", alert.id())
                .with("severity", alert.severity().name())
                .with("kind", alert.finding().kind().name())
                .with("subject", alert.finding().subject())
                .with("explanation", alert.finding().explanation());
        List<Finding> also = alert.also();
        for (int i = 0; i < also.size(); i++) {
            Finding finding = also.get(i);
            facts = facts.with("also." + i, finding.kind() + ", " + finding.subject() + ": " + finding.explanation());
        }
        return facts;
    }

    private static Facts to(Pipeline<?, Risk> plan) {
        return plan.monitoring()
                .alerts()
                .escalation()
                .map(escalation -> Facts.of("to", escalation.to().name()))
                .orElse(Facts.NONE);
    }
}
