package org.clinicalmlops.core;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.learn.loop.LoopAnswer;
import org.clinicalmlops.core.seal.SealedState;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.core.serve.LiveDeployment.Watched;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps 7 and 8: from a closed window to alerts, a proposal and, where the plan allows it, a retraining. Not thread-safe. */
final class Reviews {
    private static final Logger LOG = LoggerFactory.getLogger(Reviews.class);

    private final Audit audit;
    private final Clock clock;
    private final PlanRun runs;
    private final Loops loops;
    private final Map<String, Learning> learning = new HashMap<>();

    Reviews(Audit audit, Clock clock, PlanRun runs, Loops loops) {
        this.audit = audit;
        this.clock = clock;
        this.runs = runs;
        this.loops = loops;
    }

    List<AlertEvent> pulse(LiveDeployment<?> deployment) {
        Instant now = clock.instant();
        Watched current = deployment.answering();
        List<AlertEvent> events = current.monitor().pulse(now);
        pulsed(deployment, current, events, now);
        deployment
                .beside()
                .ifPresent(shadow ->
                        pulsed(deployment, shadow, asked(() -> shadow.monitor().pulse(now), List.of()), now));
        return events;
    }

    private void pulsed(LiveDeployment<?> deployment, Watched version, List<AlertEvent> events, Instant now) {
        record(deployment, version, events, now);
        if (!events.isEmpty()) { // what was said must not be said again after a restart
            kept(deployment, version, "PULSE", now);
        }
    }

    /** Records a window, and what its end did to alerts. */
    private void closed(LiveDeployment<?> deployment, Watched version, WindowReport report, Instant now) {
        Facts window = RunRecord.window(deployment.plan(), deployment.id(), report);
        audit.append(Draft.of(EntryKind.WINDOW_CLOSED, now, window.and(which(version))));
        record(deployment, version, report.events(), now);
        save(about(deployment, version).with("when", "REVIEW").with("until", report.until()), version.monitor(), now);
    }

    /** What the monitor of a shadow answers: one that fails must not disturb the version in use. */
    private static <T> T asked(Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (RuntimeException e) { // the host's own engine
            LOG.error(
                    "The monitor of a version on trial failed: {}", e.getClass().getSimpleName());
            return otherwise;
        }
    }

    /** Keeps what the monitors of a deployment that ends have gathered. */
    void ended(LiveDeployment<?> deployment) {
        Instant now = clock.instant();
        try {
            kept(deployment, deployment.answering(), "CLOSED", now);
            deployment.beside().ifPresent(shadow -> kept(deployment, shadow, "CLOSED", now));
        } catch (MlopsException e) { // the ledger is down: the deployment is closed nevertheless
            LOG.error(
                    "The state of a monitor could not be kept: {}", e.getClass().getSimpleName());
        }
    }

    private void kept(LiveDeployment<?> deployment, Watched version, String when, Instant now) {
        save(about(deployment, version).with("when", when), version.monitor(), now);
    }

    /** Recalls what the ledger holds of the version in use of a deployment that goes on. */
    void resumed(LiveDeployment<?> deployment, Ledger ledger) {
        of(deployment)
                .recall(
                        ledger,
                        deployment.id(),
                        deployment.model().hex(),
                        deployment.monitor().open());
        deployment
                .beside()
                .ifPresent(shadow -> shadow.monitor()
                        .open()
                        .forEach(alert -> alert.acknowledged()
                                .ifPresent(by -> of(deployment, shadow).isNew(alert.id(), by))));
    }

    <R> Review<R> review(LiveDeployment<R> deployment) {
        Instant now = clock.instant();
        Optional<WindowReport> beside = deployment.beside().flatMap(shadow -> {
            Optional<WindowReport> report = asked(() -> shadow.monitor().review(now), Optional.empty());
            report.ifPresent(of -> closed(deployment, shadow, of, now)); // recorded, and nothing follows from it
            return report;
        });
        Watched current = deployment.answering();
        Optional<WindowReport> window = current.monitor().review(now);
        if (window.isEmpty()) {
            return carriedOn(deployment, Review.of(window, beside, Optional.empty()));
        }
        closed(deployment, current, window.get(), now);
        Optional<UpdateProposal> proposal = propose(deployment, window.get(), now);
        Review<R> review = Review.of(window, beside, proposal);
        if (byLoop(deployment)) {
            return carriedOn(deployment, review);
        }
        boolean starts = proposal.isPresent()
                && proposal.get().action().renews()
                && deployment.plan().learning().changePlan().startedBy() == ChangePlan.Start.TRIGGER
                && deployment.beside().isEmpty();
        if (!starts) {
            return review;
        }
        try {
            return review.retrained(retrain(deployment, ChangePlan.Start.TRIGGER));
        } catch (RuntimeException e) { // the window is closed and recorded: the host must learn of it in any case
            return review.failed(RunRecord.reason(e));
        }
    }

    /** A change plan that lists modifications is carried out step by step; any other by running its plan again. */
    private static boolean byLoop(LiveDeployment<?> deployment) {
        return deployment.plan().learning().changePlan().control().isPresent();
    }

    private <R> Review<R> carriedOn(LiveDeployment<R> deployment, Review<R> review) {
        if (!byLoop(deployment)) {
            return review;
        }
        try {
            Optional<LoopAnswer> ran = loops.carryOn(deployment);
            if (ran.isPresent() && !(ran.get() instanceof LoopAnswer.Ended)) {
                return review.update(ran);
            }
            Optional<String> known = of(deployment).proposed();
            Optional<String> fresh = review.proposal()
                    .filter(proposal ->
                            proposal.action().renews() && proposal.model().equals(deployment.model()))
                    .flatMap(proposal -> known);
            return review.update(loops.start(deployment, fresh, known).or(() -> ran));
        } catch (RuntimeException e) { // what is recorded stays, and the step is taken again
            return review.failed(RunRecord.reason(e));
        }
    }

    void acknowledge(LiveDeployment<?> deployment, String alert, String person, Facts by) {
        Watched version = withOpen(deployment, alert);
        Instant now = clock.instant();
        audit.append(Draft.of(
                EntryKind.ALERT_ACKNOWLEDGED,
                now,
                about(deployment, version).with("alert", alert).and(by)));
        of(deployment, version).isNew(alert, new Alert.Acknowledgement(person, now));
        version.monitor().acknowledge(alert, person, now);
        kept(deployment, version, "ACKNOWLEDGED", now);
    }

    /** The version whose alert it is; of two the one that waits, that in use before that on trial. */
    private static Watched withOpen(LiveDeployment<?> deployment, String alert) {
        List<Watched> versions = new ArrayList<>(List.of(deployment.answering()));
        deployment.beside().ifPresent(versions::add);
        List<String> ids = new ArrayList<>();
        @Nullable Watched open = null;
        for (Watched version : versions) {
            for (Alert one : version.monitor().open()) {
                ids.add(one.id());
                boolean asked = one.id().equals(alert);
                if (asked && one.acknowledged().isEmpty()) {
                    return version;
                }
                open = asked && open == null ? version : open;
            }
        }
        if (open == null) {
            throw new IllegalArgumentException(
                    "no alert '" + alert + "' is open in deployment '" + deployment.id() + "'; open are " + ids);
        }
        return open;
    }

    <R> Verdict<R, Risk> retrainByHand(LiveDeployment<R> deployment) {
        if (byLoop(deployment)) {
            throw new IllegalArgumentException("the change plan of deployment '" + deployment.id()
                    + "' lists modifications: its learning loop starts an update");
        }
        if (of(deployment).proposed().isEmpty()) {
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
                        .with("proposal", of(deployment).proposed().orElseThrow())
                        .with("startedBy", startedBy.name())));
        return runs.run(plan, cut, Optional.of(deployment.bound().artifact()));
    }

    /** Alerts of a version on trial lead to nothing. */
    private void record(LiveDeployment<?> deployment, Watched version, List<AlertEvent> events, Instant now) {
        boolean inUse = version.beside().isEmpty();
        for (AlertEvent event : events) {
            if (!stated(deployment, version, event)) {
                AlertRecord entry = AlertRecord.of(deployment.plan(), event);
                audit.append(
                        Draft.of(entry.kind(), now, about(deployment, version).and(entry.facts())));
            }
        }
        if (inUse) {
            of(deployment).hear(events);
        }
    }

    /** Whether it tells of an acknowledgement that is recorded. */
    private boolean stated(LiveDeployment<?> deployment, Watched version, AlertEvent event) {
        return event.what() == AlertEvent.What.ACKNOWLEDGED
                && event.alert()
                        .acknowledged()
                        .filter(by ->
                                of(deployment, version).isNew(event.alert().id(), by))
                        .isEmpty();
    }

    /** What a monitor has gathered, so that a later one can go on from here. That it could not be saved does not end a review. */
    private void save(Facts about, Monitor monitor, Instant now) {
        SealedState sealed;
        try {
            byte[] state = monitor.save();
            if (state.length == 0) {
                return;
            }
            sealed = audit.sealing().close(about, state);
        } catch (RuntimeException e) { // the host's own engine or keys
            LOG.error(
                    "The state of a monitor could not be saved: {}",
                    e.getClass().getSimpleName());
            return;
        }
        audit.append(Draft.of(EntryKind.MONITOR_SAVED, now, about.and(sealed.facts()))
                .body(sealed.body()));
        superseded(about, sealed);
    }

    /** A state holds the cases of patients: what a newer one replaces is forgotten. If it is not now, it is with the next. */
    private void superseded(Facts about, SealedState stored) {
        try {
            audit.sealing().supersede(about, stored);
        } catch (RuntimeException e) { // the keys, which may be the host's own
            LOG.error(
                    "The states of a monitor before the last one are not forgotten yet: {}",
                    e.getClass().getSimpleName());
        }
    }

    private Optional<UpdateProposal> propose(LiveDeployment<?> deployment, WindowReport window, Instant now) {
        Learning known = of(deployment);
        known.matured(window.matured());
        Optional<UpdateProposal> proposal = deployment
                .plan()
                .learning()
                .propose(known.evidence(deployment.monitor().open(), now), deployment.model());
        proposal.ifPresentOrElse(p -> record(deployment, p), known::done);
        return proposal;
    }

    private void record(LiveDeployment<?> deployment, UpdateProposal proposal) {
        String id = deployment.id() + "/proposal/" + proposal.at();
        Facts facts = about(deployment)
                .with("proposal", id)
                .with("action", proposal.action().name());
        for (int i = 0; i < proposal.because().size(); i++) {
            facts = facts.with("because." + i, proposal.because().get(i).id());
        }
        for (int i = 0; i < proposal.reasons().size(); i++) {
            facts = facts.with("reason." + i, proposal.reasons().get(i));
        }
        audit.append(Draft.of(EntryKind.UPDATE_PROPOSED, proposal.at(), facts));
        of(deployment).proposed(proposal, id);
    }

    /** Alerts and proposals are about one version: a promoted one has a monitor of its own and starts without any. */
    private Learning of(LiveDeployment<?> deployment) {
        return learning.computeIfAbsent(
                deployment.id() + " " + deployment.model() + " " + deployment.since(),
                version -> new Learning(deployment.since()));
    }

    private Learning of(LiveDeployment<?> deployment, Watched version) {
        return version.beside().isEmpty()
                ? of(deployment)
                : learning.computeIfAbsent(
                        deployment.id() + " " + version.model() + " on trial",
                        same -> new Learning(deployment.since()));
    }

    private static Facts about(LiveDeployment<?> deployment) {
        return about(deployment, deployment.answering());
    }

    private static Facts about(LiveDeployment<?> deployment, Watched version) {
        return RunRecord.plan(deployment.plan())
                .with("deployment", deployment.id())
                .and(which(version));
    }

    private static Facts which(Watched version) {
        Facts facts = Facts.of("model", version.model());
        return version.beside().map(inUse -> facts.with("beside", inUse)).orElse(facts);
    }
}
