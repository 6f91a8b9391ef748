package org.clinicalmlops.core.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.validate.SignOff;

/** Stopping a deployment and starting it again; what runs beside comes and goes. */
final class Halt<R> {
    private final VersionChanges<R> changes;

    Halt(VersionChanges<R> changes) {
        this.changes = changes;
    }

    ChangeDecision stop(SignOff signOff, String why) {
        return turn(Change.STOP, signOff, Facts.of("note", why), (now, facts) -> {
            Entry entry = changes.store(Optional.empty(), draft(EntryKind.DEPLOYMENT_STOPPED, facts));
            changes.become(now.stopped(entry.sequence()));
            return entry;
        });
    }

    ChangeDecision startAgain(SignOff signOff) {
        return turn(Change.START_AGAIN, signOff, Facts.NONE, (now, facts) -> {
            Optional<Digest> comes = Optional.of(now.current.digest());
            Entry entry = changes.store(comes, draft(EntryKind.DEPLOYMENT_STARTED_AGAIN, facts));
            changes.become(now.startedAgain(entry.at(), entry.sequence()));
            return entry;
        });
    }

    private ChangeDecision turn(Change change, SignOff signOff, Facts note, BiFunction<State<R>, Facts, Entry> made) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            Digest model = now.current.digest();
            List<Refusal> refusals = new ArrayList<>(Signatures.refusals(
                    "it takes the role",
                    changes.plan.serving().mandates().roles(change),
                    changes.with.staff(),
                    signOff,
                    Signatures.toSign(change, changes.id, model, now.changed)));
            state(now, change).ifPresent(text -> refusals.add(new Refusal(Why.STATE, text)));
            Facts who = Signatures.facts(signOff).and(note);
            if (!refusals.isEmpty()) {
                return changes.refused(change, model, who, refusals);
            }
            return new ChangeDecision.Made(
                    made.apply(now, changes.about(now.current).and(who)).sequence());
        });
    }

    private static Optional<String> state(State<?> now, Change change) {
        if (now.closed) {
            return Optional.of("the deployment is closed");
        }
        if (now.silent) {
            return Optional.of("the deployment has never answered");
        }
        boolean stops = change == Change.STOP;
        return stops == now.stopped
                ? Optional.of(stops ? "the deployment is stopped already" : "the deployment is not stopped")
                : Optional.empty();
    }

    /** @throws IllegalStateException if the deployment is not live, has a newer version beside it already, or answers by this one */
    void shadow(Opener.Opened<R> opened) {
        changes.turn(() -> {
            State<R> now = changes.now();
            if (now.silent || now.shadow != null || now.closed) {
                throw new IllegalStateException(
                        "a newer version needs a deployment that is live and has no other beside it");
            }
            if (opened.model().artifact().digest().equals(now.current.digest())) {
                throw new IllegalStateException("a version is not tried beside itself");
            }
            Version<R> shadow = changes.version(opened);
            Facts facts = changes.about(shadow).with("beside", now.current.digest());
            Entry entry = changes.store(Optional.of(shadow.digest()), draft(EntryKind.SILENT_TRIAL_STARTED, facts));
            changes.become(now.beside(shadow, entry.sequence()));
            return entry;
        });
    }

    /** @throws IllegalStateException if nothing runs beside, or what does answers for a share of the patients */
    Entry withdraw(String why) {
        return changes.turn(() -> {
            State<R> now = changes.now();
            if (now.shadow == null || now.closed) {
                throw new IllegalStateException("no newer version runs beside the one in use");
            }
            if (now.challenger != null) {
                throw new IllegalStateException("the newer version answers for a share of the patients: they are taken"
                        + " back by rolling back to the version in use, which is signed");
            }
            Facts facts = changes.about(now.shadow)
                    .with("beside", now.current.digest())
                    .with("note", why);
            Entry entry = changes.store(Optional.empty(), draft(EntryKind.SILENT_TRIAL_WITHDRAWN, facts));
            changes.become(now.beside(null, entry.sequence()));
            return entry;
        });
    }

    private Draft draft(EntryKind kind, Facts facts) {
        return Draft.of(kind, changes.with.clock().instant(), facts);
    }
}
