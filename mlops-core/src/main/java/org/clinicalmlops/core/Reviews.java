package org.clinicalmlops.core;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.LiveDeployment;

/** Steps 7 and 8: from a closed window to alerts, a proposal and, where the plan allows it, a retraining. Not thread-safe. */
final class Reviews {
    private final Audit audit;
    private final Clock clock;
    private final PlanRun runs;
    private final Map<String, Map<String, Alert>> open = new HashMap<>();
    private final Map<String, Map<String, Alert>> waiting = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, String> proposed = new HashMap<>();

    Reviews(Audit audit, Clock clock, PlanRun runs) {
        this.audit = audit;
        this.clock = clock;
        this.runs = runs;
    }

    <R> Review<R> review(LiveDeployment<R> deployment) {
        Instant now = clock.instant();
        Optional<WindowReport> window = deployment.monitor().review(now);
        if (window.isEmpty()) {
            return new Review<>(window, Optional.empty(), Optional.empty(), Optional.empty());
        }
        boolean inputsInAlarm = record(deployment, window.get(), now);
        Optional<UpdateProposal> proposal = deployment
                .plan()
                .learning()
                .propose(asking(deployment, window.get(), inputsInAlarm), inputsInAlarm, deployment.model(), now);
        proposal.ifPresent(p -> record(deployment, p));
        boolean retrains = proposal.isPresent()
                && proposal.get().action() == Action.RETRAIN
                && deployment.plan().learning().changePlan().startedBy() == ChangePlan.Start.TRIGGER
                && !deployment.hasShadow();
        if (!retrains) {
            return new Review<>(window, proposal, Optional.empty(), Optional.empty());
        }
        try {
            Verdict<R, Risk> verdict = retrain(deployment, ChangePlan.Start.TRIGGER);
            return new Review<>(window, proposal, Optional.of(verdict), Optional.empty());
        } catch (RuntimeException e) { // the window is closed and recorded: the host must learn of it in any case
            return new Review<>(window, proposal, Optional.empty(), Optional.of(RunRecord.reason(e)));
        }
    }

    /**
     * The alerts that ask for something: those just opened, and harm that had to wait for an investigation of the inputs, once that is
     * over.
     */
    private List<Alert> asking(LiveDeployment<?> deployment, WindowReport window, boolean inputsInAlarm) {
        Map<String, Alert> waits = waiting.computeIfAbsent(version(deployment), v -> new LinkedHashMap<>());
        window.resolved().forEach(alert -> waits.remove(alert.id()));
        List<Alert> asking = new ArrayList<>(window.opened());
        if (inputsInAlarm) {
            window.opened().stream().filter(Alert::harm).forEach(alert -> waits.put(alert.id(), alert));
        } else {
            asking.addAll(waits.values());
            waits.clear();
        }
        return asking;
    }

    void acknowledge(LiveDeployment<?> deployment, String alert, Facts by) {
        Map<String, Alert> alerts = open.getOrDefault(version(deployment), Map.of());
        if (!alerts.containsKey(alert)) {
            throw new IllegalArgumentException("no alert '" + alert + "' is open in deployment '" + deployment.id()
                    + "'; open are " + alerts.keySet());
        }
        audit.append(Draft.of(
                EntryKind.ALERT_ACKNOWLEDGED,
                clock.instant(),
                about(deployment).with("alert", alert).and(by)));
        acknowledged.add(version(deployment) + " " + alert);
    }

    <R> Verdict<R, Risk> retrainByHand(LiveDeployment<R> deployment) {
        if (!proposed.containsKey(version(deployment))) {
            throw new IllegalArgumentException("no retraining was proposed for deployment '" + deployment.id() + "'");
        }
        return retrain(deployment, ChangePlan.Start.PERSON);
    }

    private <R> Verdict<R, Risk> retrain(LiveDeployment<R> deployment, ChangePlan.Start startedBy) {
        Pipeline<R, Risk> plan = deployment.plan();
        DataCut cut = plan.learning()
                .changePlan()
                .cutAt(clock.instant(), plan.useCase().horizon())
                .orElseThrow(() -> new IllegalArgumentException("the change plan allows no retraining"));
        audit.append(Draft.of(
                EntryKind.RETRAINING_STARTED,
                clock.instant(),
                about(deployment)
                        .and(RunRecord.cut(cut))
                        .with("proposal", proposed.get(version(deployment)))
                        .with("startedBy", startedBy.name())));
        return runs.run(plan, cut, Optional.of(deployment.bound().artifact()));
    }

    /** Records the window and its alerts; whether an alert on inputs is open afterwards that nobody has acknowledged. */
    private boolean record(LiveDeployment<?> deployment, WindowReport window, Instant now) {
        audit.append(
                Draft.of(EntryKind.WINDOW_CLOSED, now, RunRecord.window(deployment.plan(), deployment.id(), window)));
        Map<String, Alert> alerts = open.computeIfAbsent(version(deployment), v -> new LinkedHashMap<>());
        for (Alert alert : window.resolved()) {
            alerts.remove(alert.id());
            acknowledged.remove(version(deployment) + " " + alert.id());
            audit.append(
                    Draft.of(EntryKind.ALERT_RESOLVED, now, about(deployment).with("alert", alert.id())));
        }
        for (Alert alert : window.opened()) {
            alerts.put(alert.id(), alert);
            audit.append(Draft.of(
                    EntryKind.ALERT_OPENED,
                    now,
                    about(deployment)
                            .with("alert", alert.id())
                            .with("kind", alert.finding().kind().name())
                            .with("subject", alert.finding().subject())
                            .with("explanation", alert.finding().explanation())));
        }
        return alerts.values().stream()
                .anyMatch(alert -> !alert.harm() && !acknowledged.contains(version(deployment) + " " + alert.id()));
    }

    private void record(LiveDeployment<?> deployment, UpdateProposal proposal) {
        String id = deployment.id() + "/proposal/" + proposal.at();
        Facts facts = about(deployment)
                .with("proposal", id)
                .with("action", proposal.action().name());
        for (int i = 0; i < proposal.because().size(); i++) {
            facts = facts.with("because." + i, proposal.because().get(i).id());
        }
        audit.append(Draft.of(EntryKind.UPDATE_PROPOSED, proposal.at(), facts));
        if (proposal.action() == Action.RETRAIN) {
            proposed.put(version(deployment), id);
        }
    }

    /** Alerts and proposals are about one version: a promoted one has a monitor of its own and starts without any. */
    private static String version(LiveDeployment<?> deployment) {
        return deployment.id() + " " + deployment.model();
    }

    private static Facts about(LiveDeployment<?> deployment) {
        return RunRecord.plan(deployment.plan())
                .with("deployment", deployment.id())
                .with("model", deployment.model());
    }
}
