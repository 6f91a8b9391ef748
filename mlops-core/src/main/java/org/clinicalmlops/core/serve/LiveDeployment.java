package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Receipted;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.model.BoundModel;

/**
 * A model in use: a version that answers, and perhaps a newer one that runs silently beside it. Thread-safe: {@link #predict} takes
 * no lock; changes of version are made under one private lock.
 */
public final class LiveDeployment<R> implements Deployment<R, Risk> {
    private final String id;
    private final String site;
    private final Pipeline<R, Risk> plan;
    private final Audit audit;
    private final Answers<R> answers;
    private final OutcomeIntake intake;
    private final FeedbackIntake heard;
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
        this.audit = changes.with.audit();
        this.answers = new Answers<>(changes, outcomes, last);
        this.intake = new OutcomeIntake(id, outcomes, audit, changes.with.clock());
        this.heard = new FeedbackIntake(id, outcomes, audit, changes.with.clock());
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
        return answers.predict(row);
    }

    @Override
    public Receipted<Risk> predictWithReceipt(R row) {
        return answers.predictWithReceipt(row);
    }

    @Override
    public Explained<Risk> predictWithContributions(R row) {
        return answers.predictWithContributions(row);
    }

    @Override
    public void outcome(String predictionId, Outcome<Risk> outcome) {
        intake.take(predictionId, outcome);
    }

    @Override
    public void feedback(String predictionId, Feedback feedback) {
        heard.take(predictionId, feedback);
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
        return new Health(
                answers.notReady(),
                answers.predictions(),
                answers.fallbacks(),
                answers.last(),
                answers.abstentions(),
                intake.told(),
                heard.told(),
                unobserved(),
                audit.queued(),
                Audit.CAPACITY,
                answers.unrecorded(),
                audit.lost());
    }

    private long unobserved() {
        State<R> now = changes.now();
        return now.current.unobserved() + (now.shadow == null ? 0 : now.shadow.unobserved());
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
        changes.close(last, answers::sequence);
    }
}
