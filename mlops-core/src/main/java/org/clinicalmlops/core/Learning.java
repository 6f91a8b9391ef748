package org.clinicalmlops.core;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;

/** What is known of one version that may lead to its successor: what is new, what was answered, how much could be learnt. Mutable. */
final class Learning {
    private static final Set<EntryKind> RECALLED = Set.of(
            EntryKind.WINDOW_CLOSED,
            EntryKind.MONITOR_SAVED,
            EntryKind.UPDATE_PROPOSED,
            EntryKind.ALERT_OPENED,
            EntryKind.ALERT_REOPENED,
            EntryKind.ALERT_GREW);

    private final Instant began;
    private final Map<String, Alert> news = new LinkedHashMap<>();
    /** Alerts that led to more than an investigation, with what they asked for then. */
    private final Map<String, Optional<Finding.Remedy>> answered = new HashMap<>();

    private final Map<String, Alert.Acknowledgement> taken = new HashMap<>();
    private Instant since;
    private long outcomes;
    private Optional<String> proposed = Optional.empty();

    /** @param since when the version was put to use */
    Learning(Instant since) {
        this.began = since;
        this.since = since;
    }

    /** Takes what became of alerts, in or between windows. */
    void hear(List<AlertEvent> events) {
        for (AlertEvent event : events) {
            Alert alert = event.alert();
            String id = alert.id();
            switch (event.what()) {
                case OPENED, REOPENED -> {
                    news.put(id, alert);
                    answered.remove(id);
                }
                case GREW -> {
                    if (news.containsKey(id) || asksForMore(alert)) {
                        news.put(id, alert);
                        answered.remove(id);
                    }
                }
                case RESOLVED -> {
                    news.remove(id);
                    answered.remove(id);
                    taken.remove(id);
                }
                default -> news.computeIfPresent(id, (same, before) -> alert);
            }
        }
    }

    private boolean asksForMore(Alert alert) {
        Optional<Finding.Remedy> before = answered.getOrDefault(alert.id(), Optional.of(Finding.Remedy.STOP));
        return alert.asks().isPresent()
                && (before.isEmpty() || alert.asks().get().compareTo(before.get()) > 0);
    }

    /** Remembers who has taken on an alert; whether this was not known. */
    boolean isNew(String alert, Alert.Acknowledgement by) {
        return !by.equals(taken.put(alert, by));
    }

    /** Counts outcomes that the version has not learnt from. */
    void matured(long n) {
        outcomes += n;
    }

    Evidence evidence(List<Alert> open, Instant now) {
        List<Alert> waiting = open.stream()
                .filter(alert -> !news.containsKey(alert.id()) && !answered.containsKey(alert.id()))
                .toList();
        return new Evidence(List.copyOf(news.values()), waiting, inputsInAlarm(open), outcomes, since, now);
    }

    /** Whether an alert on inputs is open that nobody has taken on. */
    private static boolean inputsInAlarm(List<Alert> open) {
        return open.stream()
                .filter(alert -> alert.acknowledged().isEmpty())
                .anyMatch(alert -> alert.finding().kind().inputs()
                        || alert.also().stream()
                                .anyMatch(finding -> finding.kind().inputs()));
    }

    /** Everything new has been thought about; nothing came of it. */
    void done() {
        news.clear();
    }

    /** @param id of the proposal */
    void proposed(UpdateProposal proposal, String id) {
        done();
        if (proposal.action() != Action.INVESTIGATE) {
            proposal.because().forEach(alert -> answered.put(alert.id(), alert.asks()));
        }
        if (proposal.action().renews()) {
            since = proposal.at();
            proposed = Optional.of(id);
        }
    }

    /** The last proposal of a new version. */
    Optional<String> proposed() {
        return proposed;
    }

    /**
     * Recalls what the ledger holds of the version, after a restart: what could be learnt, what was proposed and for which alerts, who has
     * taken on which, and which alerts nobody has thought about yet. How much an alert asked for when it was answered is no longer
     * known: what it asks for now counts as answered.
     *
     * @param open the monitor's alerts
     */
    void recall(Ledger ledger, String deployment, String model, List<Alert> open) {
        Map<String, Alert> byId = new HashMap<>();
        open.forEach(alert -> byId.put(alert.id(), alert));
        ledger.read(RECALLED, entry -> {
            if (entry.facts().says("deployment", deployment)
                    && entry.facts().says("model", model)
                    && !entry.at().isBefore(began)) {
                recall(entry, byId);
            }
        });
        open.forEach(alert -> alert.acknowledged().ifPresent(by -> taken.put(alert.id(), by)));
    }

    private void recall(Entry entry, Map<String, Alert> open) {
        Facts facts = entry.facts();
        switch (entry.kind()) {
            case WINDOW_CLOSED ->
                outcomes += Long.parseLong(facts.text("matured").orElse("0"));
            case MONITOR_SAVED -> {
                if (facts.says("when", "REVIEW")) { // all that was new is thought about in the same review
                    done();
                }
            }
            case UPDATE_PROPOSED -> {
                Action action = Action.valueOf(facts.required("action"));
                facts.asMap().forEach((name, alert) -> {
                    if (name.startsWith("because.") && action != Action.INVESTIGATE) {
                        answered.put(alert, Optional.ofNullable(open.get(alert)).flatMap(Alert::asks));
                    }
                });
                if (action.renews()) {
                    since = entry.at();
                    proposed = facts.text("proposal");
                }
            }
            default -> {
                Alert alert = open.get(facts.required("alert"));
                boolean grew = entry.kind() == EntryKind.ALERT_GREW;
                if (alert != null && !(grew && answered.containsKey(alert.id()))) {
                    news.put(alert.id(), alert);
                    answered.remove(alert.id());
                }
            }
        }
    }
}
