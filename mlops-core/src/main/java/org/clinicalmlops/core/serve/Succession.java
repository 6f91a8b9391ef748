package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.registry.Course;

/** How one version takes the place of another: by the end of its trial, step by step, by leave of the change plan, by rolling back. */
final class Succession<R> {
    private final VersionChanges<R> changes;
    private final Ramping<R> ramping;

    Succession(VersionChanges<R> changes) {
        this.changes = changes;
        this.ramping = new Ramping<>(changes);
    }

    Digest toSign() {
        State<R> now = changes.now();
        return Declaration.of("end-silent-trial")
                .with("deployment", changes.id)
                .with("model", now.onTrial().digest().hex())
                .with("after", now.changed)
                .digest();
    }

    TrialDecision endSilentTrial(SignOff signOff) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            if (now.closed) {
                return new TrialDecision.NotYet(List.of("the deployment is closed"));
            }
            if (!now.silent && now.shadow == null) {
                return new TrialDecision.NotYet(List.of("there is no silent trial to end"));
            }
            if (now.challenger != null) {
                return new TrialDecision.NotYet(
                        List.of("the silent trial is over: the newer version answers for a share of the patients"));
            }
            return judged(now, signOff);
        });
    }

    private TrialDecision judged(State<R> now, SignOff signOff) {
        Version<R> next = now.onTrial();
        Instant at = changes.with.clock().instant();
        List<String> reasons = new ArrayList<>(TrialEvidence.missing(trial(now), next, at));
        Role role = now.shadow == null ? trial(now).endedBy() : changePlan().promotedBy();
        Signatures.refusals("it is ended by the role", List.of(role), changes.with.staff(), signOff, toSign())
                .forEach(refusal -> reasons.add(refusal.text()));
        Facts facts = changes.about(next)
                .and(Signatures.facts(signOff))
                .with("predictions", next.answered.get())
                .with("abstained", next.abstained.get())
                .with("passed", reasons.isEmpty());
        for (int i = 0; i < reasons.size(); i++) {
            facts = facts.with("reason." + i, reasons.get(i));
        }
        Draft judged = Draft.of(EntryKind.SILENT_TRIAL_JUDGED, at, facts);
        if (!reasons.isEmpty()) {
            changes.with.audit().append(judged);
            return new TrialDecision.NotYet(reasons);
        }
        Optional<Ramp> ramp = ramping.of(now);
        if (ramp.isPresent()) {
            Entry first = changes.store(
                    Optional.of(next.digest()), judged, ramping.begun(now, next, ramp.get(), 1, signOff, at));
            changes.become(now.ramping(first));
            return new TrialDecision.Passed(first.sequence());
        }
        Facts changed = changes.about(next).and(Signatures.facts(signOff));
        Draft change = now.shadow == null
                ? Draft.of(EntryKind.WENT_LIVE, at, changed)
                : Draft.of(
                        EntryKind.MODEL_PROMOTED,
                        at,
                        changed.with("by", "PERSON").with("replaced", now.current.digest()));
        Entry entry = changes.store(Optional.of(next.digest()), judged, change);
        changes.become(now.answering(next, null, entry.sequence()));
        return new TrialDecision.Passed(entry.sequence());
    }

    /** A newer version is on trial for as long as the change plan says, if it lists modifications. */
    private SilentTrial trial(State<R> now) {
        SilentTrial trial = changes.plan.serving().trial();
        return now.shadow == null
                ? trial
                : changePlan()
                        .control()
                        .map(control -> new SilentTrial(
                                control.protocol().update().shadow(),
                                trial.predictions(),
                                trial.abstainedAtMost(),
                                trial.endedBy()))
                        .orElse(trial);
    }

    private ChangePlan changePlan() {
        return changes.plan.learning().changePlan();
    }

    /** Lets the challenger answer for more patients. */
    ChangeDecision widen(SignOff signOff) {
        return ramping.widen(signOff);
    }

    /** Promotes the newer version without a signature, by leave of the change plan. */
    ChangeDecision promote(AutomaticPermission permission) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            Instant at = changes.with.clock().instant();
            Facts leave = Facts.of("by", "PLAN")
                    .with("changePlan", permission.plan())
                    .with("modification", permission.modification());
            List<Refusal> refusals = new ArrayList<>(unfit(now, permission));
            Version<R> next = now.shadow;
            if (next == null) {
                refusals.add(new Refusal(Why.STATE, "no newer version runs silently beside the one in use"));
            } else {
                if (!permission.to().equals(next.digest())) {
                    refusals.add(new Refusal(Why.VERSION, "the leave is for another version than the one on trial"));
                }
                TrialEvidence.missing(trial(now), next, at)
                        .forEach(reason -> refusals.add(new Refusal(Why.EVIDENCE, reason)));
            }
            if (next == null || !refusals.isEmpty()) {
                return changes.refused(Change.PROMOTE, permission.to(), leave, refusals);
            }
            Facts tried = changes.about(next)
                    .with("predictions", next.answered.get())
                    .with("abstained", next.abstained.get())
                    .with("passed", true);
            Entry entry = changes.store(
                    Optional.of(next.digest()),
                    Draft.of(EntryKind.SILENT_TRIAL_JUDGED, at, tried.and(leave)),
                    Draft.of(
                            EntryKind.MODEL_PROMOTED,
                            at,
                            changes.about(next).and(leave).with("replaced", now.current.digest())));
            changes.become(now.answering(next, null, entry.sequence()));
            return new ChangeDecision.Made(entry.sequence());
        });
    }

    private List<Refusal> unfit(State<R> now, AutomaticPermission permission) {
        List<Refusal> refusals = new ArrayList<>();
        if (now.closed || now.stopped) {
            refusals.add(new Refusal(Why.STATE, "the deployment is " + (now.closed ? "closed" : "stopped")));
        }
        if (!permission.plan().equals(changePlan().declaration().digest())) {
            refusals.add(new Refusal(Why.PLAN, "the leave is of another change plan"));
        }
        if (!permission.from().equals(now.current.digest())) {
            refusals.add(
                    new Refusal(Why.PLAN, "the leave is void: it is to replace another version than the one in use"));
        }
        course().takenBack(permission.to())
                .ifPresent(entry -> refusals.add(new Refusal(
                        Why.PLAN,
                        "the version was rolled back at entry " + entry.sequence() + ": a person promotes it again")));
        return refusals;
    }

    /** Rolls back by a person's signature. */
    ChangeDecision rollBack(Digest to, SignOff signOff) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            List<Refusal> refusals = Signatures.refusals(
                    "it takes the role",
                    changes.plan.serving().mandates().roles(Change.ROLL_BACK),
                    changes.with.staff(),
                    signOff,
                    Signatures.toSign(Change.ROLL_BACK, changes.id, to, now.changed));
            Facts by = Facts.of("by", "PERSON").and(Signatures.facts(signOff));
            return rolledBack(now, course(), to, by, refusals);
        });
    }

    /** Rolls the newest promotion back, if the change plan's rule finds harm in the evidence. */
    ChangeDecision rollBack(Evidence evidence) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            Course course = course();
            Facts by = rule(evidence);
            Optional<Entry> promoted = course.succession().filter(entry -> entry.kind() == EntryKind.MODEL_PROMOTED);
            if (promoted.isEmpty()) {
                Refusal refusal = new Refusal(Why.STATE, "the version in use was not promoted in the place of another");
                return changes.refused(Change.ROLL_BACK, now.current.digest(), by, List.of(refusal));
            }
            Digest to = new Digest(promoted.get().facts().required("replaced"));
            Facts because = by.with("promoted", promoted.get().sequence());
            return rolledBack(now, course, to, because, lenient(promoted.get(), evidence));
        });
    }

    private static Facts rule(Evidence evidence) {
        Facts facts = Facts.of("by", "RULE").with("evidenceAt", evidence.at());
        List<Alert> alerts = new ArrayList<>(evidence.opened());
        alerts.addAll(evidence.waiting());
        for (int i = 0; i < alerts.size(); i++) {
            facts = facts.with("because." + i, alerts.get(i).id());
        }
        return facts;
    }

    /** Why the rule does not take a promotion back. */
    private List<Refusal> lenient(Entry promoted, Evidence evidence) {
        if (changePlan().control().isEmpty()) {
            return List.of(new Refusal(Why.PLAN, "the change plan has no rollback rule"));
        }
        RollbackRule rule = changePlan().control().get().rollback();
        return rule.rollsBack(promoted.at(), evidence)
                ? List.of()
                : List.of(new Refusal(Why.EVIDENCE, "the rollback rule finds no harm within the probation"));
    }

    private ChangeDecision rolledBack(State<R> now, Course course, Digest to, Facts by, List<Refusal> soFar) {
        List<Refusal> refusals = new ArrayList<>(soFar);
        if (now.closed || now.silent) {
            refusals.add(new Refusal(
                    Why.STATE, now.closed ? "the deployment is closed" : "the deployment has never answered"));
        }
        boolean widened = now.challenger != null;
        if (to.equals(now.current.digest()) && !widened) {
            refusals.add(new Refusal(Why.VERSION, "the version is in use"));
        } else if (!course.answered(to)) { // a challenger has not answered for all
            refusals.add(new Refusal(Why.VERSION, "the version has never answered in this deployment"));
        }
        course.retired(to)
                .ifPresent(entry ->
                        refusals.add(new Refusal(Why.VERSION, "the version was retired at entry " + entry.sequence())));
        if (!refusals.isEmpty()) {
            return changes.refused(Change.ROLL_BACK, to, by, refusals);
        }
        if (to.equals(now.current.digest())) {
            return ramping.withdrawn(now, by);
        }
        Version<R> earlier = changes.open(to);
        Facts replaced = changes.about(earlier).and(by).with("replaced", now.current.digest());
        Facts facts = now.challenger == null ? replaced : replaced.with("challenger", now.challenger.model());
        Entry entry = changes.store(
                Optional.of(to),
                Draft.of(EntryKind.MODEL_ROLLED_BACK, changes.with.clock().instant(), facts));
        boolean gone = now.shadow == null || widened || now.shadow.digest().equals(to);
        Version<R> beside = gone ? null : now.shadow;
        changes.become(now.answering(earlier, beside, entry.sequence()));
        return new ChangeDecision.Made(entry.sequence());
    }

    private Course course() {
        return Course.of(changes.with.ledger(), changes.id);
    }
}
