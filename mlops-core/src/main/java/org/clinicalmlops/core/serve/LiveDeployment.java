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
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
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
    private final String site;
    private final Pipeline<R, Risk> plan;
    private final FeatureSet<? super R> features;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final Audit audit;
    private final AtomicLong sequence;
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicLongArray abstentions = new AtomicLongArray(Abstention.values().length);
    private final OutcomeBook outcomes;
    private final OutcomeIntake intake;
    private final VersionChanges<R> changes;
    private final Succession<R> succession;
    private final Halt<R> halt;

    /**
     * Opens a deployment in its silent trial; the caller has checked the approval.
     *
     * @param site where it is used; its id if nobody says
     * @throws org.clinicalmlops.api.ledger.LedgerConflict if there is one of this id already, or the version was retired
     */
    public LiveDeployment(
            String id, Optional<String> site, Pipeline<R, Risk> plan, Opener.Opened<R> version, Surroundings<R> with) {
        this(site.orElse(id), VersionChanges.begin(id, site, plan, with, version), new OutcomeBook(), 0);
    }

    /** @param last number of its last prediction */
    LiveDeployment(String site, VersionChanges<R> changes, OutcomeBook outcomes, long last) {
        this.id = changes.id;
        this.site = site;
        this.plan = changes.plan;
        this.features = plan.features();
        this.pseudonyms = changes.with.pseudonyms();
        this.clock = changes.with.clock();
        this.audit = changes.with.audit();
        this.sequence = new AtomicLong(last);
        this.outcomes = outcomes;
        this.intake = new OutcomeIntake(id, outcomes, audit, clock);
        this.changes = changes;
        this.succession = new Succession<>(changes);
        this.halt = new Halt<>(changes);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String site() {
        return site;
    }

    @Override
    public Digest model() {
        return changes.now().current.digest();
    }

    @Override
    public boolean silent() {
        return changes.now().silent;
    }

    @Override
    public boolean stopped() {
        return changes.now().stopped;
    }

    /** The plan under which it runs. */
    public Pipeline<R, Risk> plan() {
        return plan;
    }

    /** The monitor of the version that answers. */
    public Monitor monitor() {
        return changes.now().current.monitor;
    }

    /** Since when the version that answers has been watched: the start of its silent trial. */
    public Instant since() {
        return changes.now().current.since;
    }

    /**
     * A version that is watched.
     *
     * @param beside the version in use, if this is a newer one that runs silently beside it
     */
    public record Watched(Digest model, Monitor monitor, Optional<Digest> beside) {}

    /** The version that answers. */
    public Watched answering() {
        Version<R> current = changes.now().current;
        return new Watched(current.digest(), current.monitor, Optional.empty());
    }

    /** The newer version that runs silently beside the one in use. */
    public Optional<Watched> beside() {
        State<R> now = changes.now();
        return Optional.ofNullable(now.shadow)
                .map(shadow -> new Watched(shadow.digest(), shadow.monitor, Optional.of(now.current.digest())));
    }

    /** The model that answers. */
    public BoundModel<R> bound() {
        return changes.now().current.model;
    }

    @Override
    public Prediction<Risk> predict(R row) {
        State<R> now = changes.now();
        if (now.closed) {
            return abstain(Abstention.CLOSED, null);
        }
        if (now.stopped) {
            return abstain(Abstention.STOPPED, null);
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
        Facts inputs = now.current.facts.inputs(coded);
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
     * @throws IllegalStateException if the deployment is not live, has a newer version beside it already, or this one in use
     * @throws org.clinicalmlops.api.ledger.LedgerConflict as every change, if another workspace was first; this deployment then answers as
     *     the ledger says
     */
    public void shadow(Opener.Opened<R> version) {
        halt.shadow(version);
    }

    /**
     * Ends the silent trial of a newer version that shall not be promoted. Nothing that answers changes, so nobody signs.
     *
     * @param why no patient's data
     * @throws IllegalStateException if none runs beside the one in use
     */
    public long withdraw(String why) {
        return halt.withdraw(why).sequence();
    }

    @Override
    public Digest toSign() {
        return succession.toSign();
    }

    @Override
    public Digest toSign(Change change, Digest model) {
        return Signatures.toSign(change, id, model, changes.now().changed);
    }

    @Override
    public TrialDecision endSilentTrial(SignOff signOff) {
        return succession.endSilentTrial(signOff);
    }

    /** Promotes the newer version by leave of the change plan. */
    public ChangeDecision promote(AutomaticPermission permission) {
        return succession.promote(permission);
    }

    /** Lets a version that answered here before answer again. */
    public ChangeDecision rollBack(Digest to, SignOff signOff) {
        return succession.rollBack(to, signOff);
    }

    /** Takes the newest promotion back if the change plan's rule finds harm in the evidence. */
    public ChangeDecision rollBack(Evidence evidence) {
        return succession.rollBack(evidence);
    }

    /** Gives no answers from here on. */
    public ChangeDecision stop(SignOff signOff, String why) {
        return halt.stop(signOff, why);
    }

    /** Answers again. */
    public ChangeDecision startAgain(SignOff signOff) {
        return halt.startAgain(signOff);
    }

    /** Takes over what another workspace on the same ledger has changed in this deployment; whether anything was. */
    public boolean catchUp() {
        return changes.catchUp();
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
        changes.close(last, sequence::get);
    }

    private Facts about(Version<R> version) {
        return changes.about(version);
    }
}
