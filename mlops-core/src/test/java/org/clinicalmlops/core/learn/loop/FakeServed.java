package org.clinicalmlops.core.learn.loop;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;

/** A deployment that is nothing but its entries: whoever makes a new one on the same ledger goes on with it. */
final class FakeServed implements Served<Visit> {
    private static final Set<EntryKind> CHANGES = Set.of(
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.SILENT_TRIAL_WITHDRAWN,
            EntryKind.WENT_LIVE,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK);

    /** Open alerts of the version that answers. */
    final List<Alert> alerts = new ArrayList<>();
    /** Open alerts of the version on trial. */
    final List<Alert> alertsOnTrial = new ArrayList<>();
    /** What a promotion still lacks. */
    final List<String> missing = new ArrayList<>();

    private final Ledger ledger;
    private final Clock clock;
    private final String deployment;

    FakeServed(Ledger ledger, Clock clock, String deployment) {
        this.ledger = ledger;
        this.clock = clock;
        this.deployment = deployment;
    }

    private record State(String model, String before, Optional<String> beside, boolean live, long seen) {}

    private State state() {
        State[] state = {new State("", "", Optional.empty(), false, 0)};
        ledger.read(CHANGES, entry -> state[0] = next(state[0], entry));
        return state[0];
    }

    private State next(State now, Entry entry) {
        Facts facts = entry.facts();
        String model = facts.required("model");
        boolean beside = facts.text("beside").isPresent();
        return switch (entry.kind()) {
            case SILENT_TRIAL_STARTED ->
                beside
                        ? new State(now.model, now.before, Optional.of(model), now.live, entry.sequence())
                        : new State(model, "", Optional.empty(), false, entry.sequence());
            case SILENT_TRIAL_WITHDRAWN ->
                new State(now.model, now.before, Optional.empty(), now.live, entry.sequence());
            default -> new State(model, now.model, Optional.empty(), true, entry.sequence());
        };
    }

    private void append(EntryKind kind, State seen, String model, Facts more) {
        ledger.appendIfNone(
                CHANGES,
                seen.seen,
                List.of(Draft.of(
                        kind,
                        clock.instant(),
                        Facts.of("deployment", deployment).with("model", model).and(more))));
    }

    @Override
    public String deployment() {
        return deployment;
    }

    @Override
    public Digest model() {
        return new Digest(state().model);
    }

    @Override
    public boolean live() {
        return state().live;
    }

    @Override
    public Optional<Digest> beside() {
        return state().beside.map(Digest::new);
    }

    @Override
    public void shadow(Approved<Visit, Risk> approved) {
        State now = state();
        append(
                EntryKind.SILENT_TRIAL_STARTED,
                now,
                approved.candidate().artifact().digest().hex(),
                Facts.of("beside", now.model));
    }

    @Override
    public void withdraw(String reason) {
        State now = state();
        now.beside.ifPresent(model -> append(EntryKind.SILENT_TRIAL_WITHDRAWN, now, model, Facts.of("reason", reason)));
    }

    @Override
    public Digest toSign() {
        return Declaration.of("promote")
                .with("model", state().beside.orElse(""))
                .digest();
    }

    @Override
    public List<String> promote(AutomaticPermission permission) {
        State now = state();
        if (!permission.from().hex().equals(now.model)) {
            throw new IllegalStateException("the permission is for another version");
        }
        return promote(now, permission.to().hex(), Facts.of("modification", permission.modification()));
    }

    @Override
    public List<String> promote(SignOff signOff) {
        State now = state();
        if (!signOff.of().equals(toSign()) || !Ward.STAFF.mayActAs(signOff.person(), signOff.role())) {
            return List.of("the signature is not accepted");
        }
        return promote(now, now.beside.orElseThrow(), Facts.of("person", signOff.person()));
    }

    private List<String> promote(State now, String to, Facts by) {
        if (missing.isEmpty()) {
            append(EntryKind.MODEL_PROMOTED, now, to, by.with("replaced", now.model));
        }
        return List.copyOf(missing);
    }

    @Override
    public List<String> rollBack(Evidence evidence) {
        State now = state();
        append(EntryKind.MODEL_ROLLED_BACK, now, now.before, Facts.of("replaced", now.model));
        return List.of();
    }

    @Override
    public List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    @Override
    public List<Alert> alertsOnTrial() {
        return List.copyOf(alertsOnTrial);
    }
}
