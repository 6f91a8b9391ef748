package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.model.BoundModel;
import org.jspecify.annotations.Nullable;

/**
 * A model in use: a version that answers, and perhaps a newer one that runs silently beside it. Thread-safe: {@link #predict} takes
 * no lock; changes of version are made under one private lock.
 */
public final class LiveDeployment<R> implements Deployment<R, Risk> {
    private final String id;
    private final Pipeline<R, Risk> plan;
    private final FeatureSet<? super R> features;
    private final Pseudonyms pseudonyms;
    private final Staff staff;
    private final Clock clock;
    private final Audit audit;
    private final Object changes = new Object();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicLongArray abstentions = new AtomicLongArray(Abstention.values().length);
    private final OutcomeBook outcomes = new OutcomeBook();
    private final OutcomeIntake intake;
    private volatile State<R> state;

    /** What answers: replaced as a whole, so that no call sees half of a change. */
    private record State<R>(
            Version<R> current, boolean silent, @Nullable Version<R> shadow, boolean closed) {}

    /** Opens a deployment in its silent trial; the caller has checked the approval. */
    public LiveDeployment(
            String id,
            Pipeline<R, Risk> plan,
            BoundModel<? super R> model,
            Monitor monitor,
            Pseudonyms pseudonyms,
            Staff staff,
            Clock clock,
            Audit audit) {
        this(id, plan, pseudonyms, staff, clock, audit);
        this.state = new State<>(version(model, monitor), true, null, false);
        audit.append(Draft.of(EntryKind.SILENT_TRIAL_STARTED, clock.instant(), about(state.current)));
    }

    /** Without a version yet. */
    private LiveDeployment(
            String id, Pipeline<R, Risk> plan, Pseudonyms pseudonyms, Staff staff, Clock clock, Audit audit) {
        this.id = Objects.requireNonNull(id, "id");
        this.plan = plan;
        this.features = plan.features();
        this.pseudonyms = pseudonyms;
        this.staff = staff;
        this.clock = clock;
        this.audit = audit;
        this.intake = new OutcomeIntake(id, outcomes, audit, clock);
    }

    /**
     * Goes on with a deployment that was: live if it was, with the newer version beside it. Everything that was offered before is
     * stored; the monitors are told what the ledger holds since their states were saved.
     *
     * @param replayed the clock of the monitors
     */
    public LiveDeployment(
            Past past,
            Pipeline<R, Risk> plan,
            Watch<R> current,
            Optional<Watch<R>> shadow,
            Pseudonyms pseudonyms,
            Staff staff,
            Clock clock,
            ReplayClock replayed,
            Audit audit,
            Ledger ledger) {
        this(past.deployment(), plan, pseudonyms, staff, clock, audit);
        Replay replay = new Replay(id, plan.useCase(), replayed, outcomes, audit.sealing());
        Version<R> answers = resumed(current, replay);
        Version<R> beside = shadow.map(watch -> resumed(watch, replay)).orElse(null);
        replay.of(ledger);
        sequence.set(past.sequence());
        this.state = new State<>(answers, !past.live(), beside, false);
        Facts facts = about(answers)
                .with("mode", past.live() ? "live" : "silent")
                .with("sequence", past.sequence())
                .with("replayed", replay.told())
                .with("lost", replay.lost())
                .with("forgotten", replay.forgotten())
                .and(came("", current));
        if (shadow.isPresent()) {
            facts = facts.with("shadow.model", shadow.get().past().model()).and(came("shadow.", shadow.get()));
        }
        audit.append(Draft.of(EntryKind.DEPLOYMENT_RESUMED, clock.instant(), facts));
    }

    private static Facts came(String prefix, Watch<?> watch) {
        Facts facts = Facts.of(prefix + "monitor", watch.how().name());
        return watch.reason()
                .map(reason -> facts.with(prefix + "reason", reason))
                .orElse(facts);
    }

    private static <R> Version<R> resumed(Watch<R> watch, Replay replay) {
        Version<R> version = new Version<>(
                reads(watch.model()), watch.monitor(), watch.past().since());
        version.answered.set(watch.past().answered());
        version.abstained.set(watch.past().abstained());
        replay.into(version, watch);
        return version;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Digest model() {
        return state.current.digest();
    }

    @Override
    public boolean silent() {
        return state.silent;
    }

    /** The plan under which it runs. */
    public Pipeline<R, Risk> plan() {
        return plan;
    }

    /** The monitor of the version that answers. */
    public Monitor monitor() {
        return state.current.monitor;
    }

    /** Since when the version that answers has been watched: the start of its silent trial. */
    public Instant since() {
        return state.current.since;
    }

    /**
     * A version that is watched.
     *
     * @param beside the version in use, if this is a newer one that runs silently beside it
     */
    public record Watched(Digest model, Monitor monitor, Optional<Digest> beside) {}

    /** The version that answers. */
    public Watched answering() {
        Version<R> current = state.current;
        return new Watched(current.digest(), current.monitor, Optional.empty());
    }

    /** The newer version that runs silently beside the one in use. */
    public Optional<Watched> beside() {
        State<R> now = state;
        return Optional.ofNullable(now.shadow)
                .map(shadow -> new Watched(shadow.digest(), shadow.monitor, Optional.of(now.current.digest())));
    }

    /** The model that answers. */
    public BoundModel<R> bound() {
        return state.current.model;
    }

    @Override
    public Prediction<Risk> predict(R row) {
        State<R> now = state;
        if (now.closed) {
            return abstain(Abstention.CLOSED, null);
        }
        Instant asked = clock.instant();
        Prediction<Risk> answer = answer(now, row);
        now.current.took(asked, clock.instant());
        return answer;
    }

    private Prediction<Risk> answer(State<R> now, R row) {
        String patient;
        Instant indexedAt;
        Instant maturesAt;
        double[] coded = now.current.model.newCoded();
        try {
            patient = pseudonyms.of(features.patientOf(row));
            indexedAt = Objects.requireNonNull(features.indexOf(row));
            maturesAt = plan.useCase().maturesAt(indexedAt);
            now.current.model.read(row, coded);
        } catch (Exception
                | LinkageError
                | AssertionError
                | StackOverflowError e) { // all that a host's function can do
            return abstain(Abstention.FEATURE_FAILED, now);
        }
        if (!Version.finite(coded)) {
            return abstain(Abstention.NOT_FINITE, now);
        }
        double risk;
        try {
            risk = now.current.score(coded);
        } catch (RuntimeException e) {
            return abstain(Abstention.MODEL_FAILED, now);
        }
        if (!(risk >= 0 && risk <= 1)) {
            now.current.monitor.observe(coded, Double.NaN, patient);
            return abstain(Double.isNaN(risk) ? Abstention.MISSING_INPUT : Abstention.MODEL_FAILED, now);
        }
        return record(now, row, coded, risk, patient, indexedAt, maturesAt);
    }

    private Prediction<Risk> record(
            State<R> now, R row, double[] coded, double risk, String patient, Instant indexedAt, Instant maturesAt) {
        String prediction = id + "-" + sequence.incrementAndGet();
        boolean acting = risk > plan.serving().actingAbove();
        Facts inputs = PredictionFacts.inputs(
                now.current.model.artifact().schema(),
                now.current.model.artifact().levels(),
                coded);
        Facts facts = PredictionFacts.row(id, prediction, patient, indexedAt)
                .with("model", now.current.digest())
                .with("mode", now.silent ? "silent" : "live")
                .with("risk", risk)
                .with("acting", acting)
                .and(inputs);
        Beside<R> beside = now.shadow == null ? null : Beside.of(now.shadow, row);
        if (beside != null) {
            facts = facts.and(beside.facts(inputs));
        }
        if (!audit.offer(Draft.of(EntryKind.PREDICTED, clock.instant(), facts))) {
            return abstain(Abstention.NOT_RECORDED, now);
        }
        now.current.monitor.observe(coded, risk, patient);
        now.current.monitor.expect(prediction, patient, maturesAt, coded, risk);
        List<Monitor> watching = new ArrayList<>(2);
        watching.add(now.current.monitor);
        if (beside != null && beside.recorded(prediction, patient, maturesAt)) {
            watching.add(now.shadow.monitor);
        }
        outcomes.expect(prediction, patient, watching, clock.instant(), maturesAt);
        predictions.incrementAndGet();
        now.current.answered.incrementAndGet();
        if (acting && !now.silent) {
            now.current.monitor.note(Operation.ALERTED);
        }
        return now.silent
                ? new Prediction.Silent<>(prediction)
                : new Prediction.Answered<>(prediction, new Risk(risk), acting, now.current.digest());
    }

    private Prediction<Risk> abstain(Abstention reason, @Nullable State<R> now) {
        abstentions.incrementAndGet(reason.ordinal());
        if (now != null) {
            now.current.abstained.incrementAndGet();
            now.current.monitor.note(Operation.ABSTAINED);
            audit.offer(Draft.of(
                    EntryKind.ABSTAINED, clock.instant(), about(now.current).with("reason", reason.name())));
        }
        return new Prediction.Abstained<>(reason);
    }

    @Override
    public void outcome(String predictionId, Outcome<Risk> outcome) {
        intake.take(predictionId, outcome);
    }

    /**
     * Runs a newer version silently beside the one in use. The caller has checked the approval.
     *
     * @throws IllegalStateException if the deployment is not live, or has a newer version beside it already
     */
    public void shadow(BoundModel<? super R> model, Monitor monitor) {
        synchronized (changes) {
            State<R> now = state;
            if (now.silent || now.shadow != null || now.closed) {
                throw new IllegalStateException(
                        "a newer version needs a deployment that is live and has no other beside it");
            }
            Version<R> shadow = version(model, monitor);
            audit.append(Draft.of(
                    EntryKind.SILENT_TRIAL_STARTED,
                    clock.instant(),
                    about(shadow).with("beside", now.current.digest())));
            state = new State<>(now.current, false, shadow, false);
        }
    }

    @Override
    public Digest toSign() {
        Version<R> next = next(state);
        return Declaration.of("end-silent-trial")
                .with("deployment", id)
                .with("model", next.digest().hex())
                .digest();
    }

    @Override
    public TrialDecision endSilentTrial(SignOff signOff) {
        synchronized (changes) {
            State<R> now = state;
            if (now.closed) {
                return new TrialDecision.NotYet(List.of("the deployment is closed"));
            }
            if (!now.silent && now.shadow == null) {
                return new TrialDecision.NotYet(List.of("there is no silent trial to end"));
            }
            Version<R> next = next(now);
            Instant at = clock.instant();
            List<String> reasons = missing(now, next, signOff, at);
            Facts facts = about(next)
                    .with("person", signOff.person())
                    .with("role", signOff.role().name())
                    .with("predictions", next.answered.get())
                    .with("abstained", next.abstained.get())
                    .with("passed", reasons.isEmpty());
            for (int i = 0; i < reasons.size(); i++) {
                facts = facts.with("reason." + i, reasons.get(i));
            }
            audit.append(Draft.of(EntryKind.SILENT_TRIAL_JUDGED, at, facts));
            if (!reasons.isEmpty()) {
                return new TrialDecision.NotYet(reasons);
            }
            EntryKind kind = now.shadow == null ? EntryKind.WENT_LIVE : EntryKind.MODEL_PROMOTED;
            Facts changed = about(next)
                    .with("person", signOff.person())
                    .with("role", signOff.role().name());
            Entry entry = audit.append(
                    Draft.of(kind, at, now.shadow == null ? changed : changed.with("replaced", now.current.digest())));
            state = new State<>(next, false, null, false);
            return new TrialDecision.Passed(entry.sequence());
        }
    }

    private List<String> missing(State<R> now, Version<R> next, SignOff signOff, Instant at) {
        Role role = now.shadow == null
                ? plan.serving().trial().endedBy()
                : plan.learning().changePlan().promotedBy();
        return TrialEvidence.missing(plan.serving().trial(), next, role, staff, signOff, toSign(), at);
    }

    @Override
    public Health health() {
        Map<Abstention, Long> byReason = new EnumMap<>(Abstention.class);
        for (Abstention reason : Abstention.values()) {
            byReason.put(reason, abstentions.get(reason.ordinal()));
        }
        return new Health(
                predictions.get(), byReason, intake.refused(), intake.repeated(), intake.corrected(), audit.lost());
    }

    /** Answers no more. */
    public void close() {
        close(() -> {});
    }

    /**
     * Answers no more.
     *
     * @param last what there is to do when no new prediction begins, before the ledger says so
     */
    public void close(Runnable last) {
        synchronized (changes) {
            State<R> now = state;
            if (!now.closed) {
                state = new State<>(now.current, now.silent, now.shadow, true);
                last.run();
                audit.append(Draft.of(
                        EntryKind.DEPLOYMENT_CLOSED,
                        clock.instant(),
                        about(now.current).with("sequence", sequence.get())));
            }
        }
    }

    private Version<R> version(BoundModel<? super R> model, Monitor monitor) {
        return new Version<>(reads(model), monitor, clock.instant());
    }

    @SuppressWarnings("unchecked") // a model that reads a supertype of R reads every R
    private static <R> BoundModel<R> reads(BoundModel<? super R> model) {
        return (BoundModel<R>) model;
    }

    private static <R> Version<R> next(State<R> now) {
        return now.shadow == null ? now.current : now.shadow;
    }

    private Facts about(Version<R> version) {
        return Facts.of("deployment", id)
                .with("useCase", plan.useCase().name())
                .with("plan", plan.digest())
                .with("model", version.digest());
    }
}
