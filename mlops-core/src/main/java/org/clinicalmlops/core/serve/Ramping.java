package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.jspecify.annotations.Nullable;

/** How a newer version comes to answer for more and more patients, and for none again (ADR 28). */
final class Ramping<R> {
    private final VersionChanges<R> changes;

    Ramping(VersionChanges<R> changes) {
        this.changes = changes;
    }

    /** How the version on trial takes over; empty if it does so for all patients at once, as a first version does. */
    Optional<Ramp> of(State<R> now) {
        return now.shadow == null ? Optional.empty() : changes.plan.serving().ramp();
    }

    /** By which a version answers for the share of a step. @param step from 1 */
    Draft begun(State<R> now, Version<R> newer, Ramp ramp, int step, SignOff signOff, Instant at) {
        Facts facts = changes.about(newer)
                .with("beside", now.current.digest())
                .with("step", step)
                .with("share", ramp.steps().get(step - 1).share())
                .and(Signatures.facts(signOff));
        return Draft.of(step == 1 ? EntryKind.RAMP_STARTED : EntryKind.RAMP_WIDENED, at, facts);
    }

    ChangeDecision widen(SignOff signOff) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            @Nullable Version<R> newer = now.shadow;
            @Nullable Challenger challenger = now.challenger;
            Optional<Ramp> ramp = changes.plan.serving().ramp();
            Instant at = changes.with.clock().instant();
            Digest model = challenger == null ? now.current.digest() : challenger.model();
            List<Role> roles = ramp.map(Ramp::widenedBy).stream().toList();
            List<Refusal> refusals = new ArrayList<>(Signatures.refusals(
                    "it takes the role",
                    roles,
                    changes.with.staff(),
                    signOff,
                    Signatures.toSign(Change.WIDEN, changes.id, model, now.changed)));
            unfit(now).ifPresent(text -> refusals.add(new Refusal(Why.STATE, text)));
            if (challenger != null && newer != null && ramp.isPresent()) {
                missing(ramp.get(), challenger, newer, at)
                        .forEach(reason -> refusals.add(new Refusal(Why.EVIDENCE, reason)));
            }
            if (challenger == null || newer == null || ramp.isEmpty() || !refusals.isEmpty()) {
                return changes.refused(Change.WIDEN, model, Signatures.facts(signOff), refusals);
            }
            return new ChangeDecision.Made(
                    widened(now, newer, challenger, ramp.get(), signOff, at).sequence());
        });
    }

    private Entry widened(
            State<R> now, Version<R> newer, Challenger challenger, Ramp ramp, SignOff signOff, Instant at) {
        Optional<Digest> comes = Optional.of(newer.digest());
        if (challenger.step() < ramp.steps().size()) {
            Entry entry = changes.store(comes, begun(now, newer, ramp, challenger.step() + 1, signOff, at));
            changes.become(now.ramping(entry));
            return entry;
        }
        Facts facts = changes.about(newer)
                .and(Signatures.facts(signOff))
                .with("by", "PERSON")
                .with("replaced", now.current.digest());
        Entry entry = changes.store(comes, Draft.of(EntryKind.MODEL_PROMOTED, at, facts));
        changes.become(now.answering(newer, null, entry.sequence()));
        return entry;
    }

    private static Optional<String> unfit(State<?> now) {
        if (now.closed) {
            return Optional.of("the deployment is closed");
        }
        if (now.challenger == null) {
            return Optional.of("no newer version answers for a share of the patients");
        }
        return now.stopped ? Optional.of("the deployment is stopped") : Optional.empty();
    }

    private static List<String> missing(Ramp ramp, Challenger challenger, Version<?> newer, Instant at) {
        List<String> reasons = new ArrayList<>();
        Ramp.Step step = ramp.steps().get(challenger.step() - 1);
        TrialEvidence.tooShort("the step", challenger.since(), at, step.atLeast())
                .ifPresent(reasons::add);
        try {
            newer.monitor.open().stream()
                    .filter(Ramping::holdsUp)
                    .forEach(alert -> reasons.add("alert '" + alert.id() + "' of the challenger is open: "
                            + alert.finding().explanation()));
        } catch (RuntimeException e) { // the host's own engine
            reasons.add("the challenger's alerts could not be asked for: "
                    + e.getClass().getSimpleName());
        }
        return reasons;
    }

    /** Outcomes come late: what may be wrong for some patients holds up too, unless somebody has looked into it. */
    private static boolean holdsUp(Alert alert) {
        return alert.severity() == Severity.HIGH
                || alert.severity() == Severity.MODERATE && alert.acknowledged().isEmpty();
    }

    /** Takes all patients back to the version in use, whose monitor has seen every row and goes on. @param by who does so */
    ChangeDecision withdrawn(State<R> now, Facts by) {
        Version<R> newer = now.onTrial();
        Facts facts = changes.about(newer).with("beside", now.current.digest()).and(by);
        Entry entry = changes.store(
                Optional.empty(),
                Draft.of(EntryKind.RAMP_WITHDRAWN, changes.with.clock().instant(), facts));
        changes.become(now.beside(null, entry.sequence()));
        return new ChangeDecision.Made(entry.sequence());
    }
}
