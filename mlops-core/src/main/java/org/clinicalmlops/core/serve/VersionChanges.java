package org.clinicalmlops.core.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.registry.Standing;
import org.clinicalmlops.core.serve.Opener.Opened;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a deployment and the one way in which it changes: under one lock, and only after the entry that says so is stored, which it
 * is not if another workspace has changed this deployment since. Whoever comes second gets a {@link LedgerConflict}, and the state is then
 * the one that the ledger says (ADR 22). Thread-safe; reading the state takes no lock.
 */
final class VersionChanges<R> {
    private static final Logger LOG = LoggerFactory.getLogger(VersionChanges.class);

    final String id;
    final Pipeline<R, Risk> plan;
    final Surroundings<R> with;
    private final Object lock = new Object();
    private volatile State<R> state;
    /** The entry by which this workspace took the deployment up. */
    private volatile long begun;

    private VersionChanges(String id, Pipeline<R, Risk> plan, Surroundings<R> with, State<R> state) {
        this.id = id;
        this.plan = plan;
        this.with = with;
        this.state = state;
    }

    /** @throws LedgerConflict if there is a deployment of this id already, or the version was retired meanwhile */
    static <R> VersionChanges<R> begin(
            String id, Optional<String> site, Pipeline<R, Risk> plan, Surroundings<R> with, Opened<R> first) {
        Version<R> version = version(plan, with, first);
        VersionChanges<R> changes = new VersionChanges<>(id, plan, with, State.first(version, 0));
        Facts facts = changes.about(version);
        Facts placed = site.map(name -> facts.with("site", name)).orElse(facts);
        Draft started = Draft.of(EntryKind.SILENT_TRIAL_STARTED, with.clock().instant(), placed);
        Entry entry = changes.append(0, changes.concerning(Optional.of(version.digest())), List.of(started));
        changes.begun = entry.sequence();
        changes.state = State.first(version, entry.sequence());
        return changes;
    }

    /** Goes on with a deployment that was; the entry that says so is still to be written. */
    static <R> VersionChanges<R> again(
            String id,
            Pipeline<R, Risk> plan,
            Surroundings<R> with,
            Version<R> current,
            @Nullable Version<R> shadow,
            Standing standing) {
        return new VersionChanges<>(id, plan, with, State.of(standing, current, shadow, false));
    }

    /**
     * Says that it goes on.
     *
     * @param seen number of the newest entry about it that is taken into account
     * @throws LedgerConflict if one of its versions was retired meanwhile
     */
    void resumed(long seen, Facts facts) {
        List<String> models = new ArrayList<>(List.of(facts.required("model")));
        facts.text("shadow.model").ifPresent(models::add);
        Draft draft = Draft.of(EntryKind.DEPLOYMENT_RESUMED, with.clock().instant(), facts);
        Predicate<Entry> retired = entry -> entry.kind() == EntryKind.MODEL_RETIRED
                && models.contains(entry.facts().required("model"));
        begun = append(seen, retired, List.of(draft)).sequence();
    }

    State<R> now() {
        return state;
    }

    /** A turn at changing: nobody else changes meanwhile, and who comes second to the ledger sees what it says. */
    <A> A turn(Supplier<A> change) {
        synchronized (lock) {
            try {
                return change.get();
            } catch (LedgerConflict e) {
                try {
                    catchUp();
                } catch (RuntimeException behind) { // it is tried again at the next pulse
                    e.addSuppressed(behind);
                }
                throw e;
            }
        }
    }

    /**
     * Stores what changes the state, next to each other, and answers the last entry; the caller then sets the state.
     *
     * @param comes the version that answers or runs beside from then on
     */
    Entry store(Optional<Digest> comes, Draft... drafts) {
        comes.ifPresent(this::notRetired);
        return append(state.changed, concerning(comes), List.of(drafts));
    }

    /** The condition looks at what came after the newest change here: a retirement may have come before it, after the caller's look. */
    private void notRetired(Digest model) {
        Entry retired = Course.retired(with.ledger()).get(model);
        if (retired != null) {
            throw new LedgerConflict(retired.sequence(), retired.kind());
        }
    }

    void become(State<R> next) {
        state = next;
    }

    /** Entries that change this deployment, or retire the version that comes. */
    private Predicate<Entry> concerning(Optional<Digest> comes) {
        return entry -> entry.kind() == EntryKind.MODEL_RETIRED
                ? comes.filter(model -> entry.facts().says("model", model.hex()))
                        .isPresent()
                : entry.kind() != EntryKind.DEPLOYMENT_RESUMED && entry.facts().says("deployment", id);
    }

    private Entry append(long seen, Predicate<Entry> concerning, List<Draft> drafts) {
        return Conditional.append(with.audit(), with.ledger(), seen, concerning, drafts);
    }

    /** Records that a change is not made. */
    ChangeDecision refused(Change change, Digest model, Facts who, List<Refusal> refusals) {
        Facts facts = place().with("model", model).and(who).and(Signatures.facts(change, refusals));
        Entry entry = with.audit()
                .append(Draft.of(EntryKind.CHANGE_REFUSED, with.clock().instant(), facts));
        return new ChangeDecision.Refused(refusals, entry.sequence());
    }

    /**
     * Takes over what other workspaces have changed in this deployment.
     *
     * @return whether anything was
     */
    boolean catchUp() {
        synchronized (lock) {
            State<R> known = state;
            if (known.closed) {
                return false;
            }
            Course course = Course.of(with.ledger(), id);
            Standing standing = course.standing();
            if (standing.changed() == known.changed) {
                return false;
            }
            Version<R> current = versionOf(standing.current().orElseThrow(), known, course);
            @Nullable
            Version<R> shadow = standing.shadow()
                    .map(model -> versionOf(model, known, course))
                    .orElse(null);
            state = State.of(standing, current, shadow, standing.closed());
            LOG.info(
                    "A deployment has caught up with what another workspace has changed, up to entry {}",
                    state.changed);
            return true;
        }
    }

    private Version<R> versionOf(Digest model, State<R> known, Course course) {
        List<Version<R>> there = new ArrayList<>(List.of(known.current));
        if (known.shadow != null) {
            there.add(known.shadow);
        }
        return there.stream()
                .filter(version -> version.digest().equals(model))
                .findFirst()
                .orElseGet(() -> {
                    Opened<R> opened = with.opener().open(model);
                    return Version.warm(
                            plan,
                            with,
                            reads(opened),
                            opened.monitor(),
                            course.came(model).map(Entry::at).orElseGet(with.clock()::instant));
                });
    }

    /**
     * Answers no more.
     *
     * @param last what there is to do when no new prediction begins, before the ledger says so
     * @param sequence number of the last prediction
     */
    void close(Runnable last, Supplier<Long> sequence) {
        synchronized (lock) {
            State<R> now = state;
            if (now.closed) {
                return;
            }
            state = now.closed(now.changed);
            last.run();
            Facts facts = about(now.current).with("sequence", sequence.get());
            try {
                Conditional.append(
                        with.audit(),
                        with.ledger(),
                        begun,
                        entry -> entry.kind() == EntryKind.DEPLOYMENT_RESUMED
                                && entry.facts().says("deployment", id),
                        List.of(Draft.of(
                                EntryKind.DEPLOYMENT_CLOSED, with.clock().instant(), facts)));
            } catch (LedgerConflict e) {
                LOG.info("A deployment is closed here and goes on in another workspace since entry {}", e.sequence());
            }
        }
    }

    Version<R> open(Digest model) {
        return version(plan, with, with.opener().open(model));
    }

    Version<R> version(Opened<R> opened) {
        return version(plan, with, opened);
    }

    private static <R> Version<R> version(Pipeline<R, Risk> plan, Surroundings<R> with, Opened<R> opened) {
        return Version.warm(
                plan, with, reads(opened), opened.monitor(), with.clock().instant());
    }

    @SuppressWarnings("unchecked") // a model that reads a supertype of R reads every R
    private static <R> BoundModel<R> reads(Opened<R> opened) {
        return (BoundModel<R>) opened.model();
    }

    Facts about(Version<R> version) {
        return place().with("model", version.digest());
    }

    private Facts place() {
        return Facts.of("deployment", id).with("useCase", plan.useCase().name()).with("plan", plan.digest());
    }
}
