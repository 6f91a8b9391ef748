package org.clinicalmlops.core;

import java.time.Clock;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.learn.loop.LearningLoop;
import org.clinicalmlops.core.learn.loop.LoopSettings;
import org.clinicalmlops.core.learn.loop.LoopTools;
import org.clinicalmlops.core.maturity.MaturityAssessor;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.retention.PatientRecords;
import org.clinicalmlops.core.seal.Sealing;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.LiveDeployment;

/**
 * Everything that is not a value: ledger, clock, keys, people, the monitoring engine, and what was started with them. One per
 * tenant. Closing it stores what is queued and closes its deployments. Runs, reviews and signatures are serialised; predictions
 * are not.
 */
public final class Workspace implements AutoCloseable {
    /** Our choice: monitoring that closed no window with outcomes in a quarter of a year is not running. */
    private static final Period RECENT = Period.ofMonths(3);

    private final Ledger ledger;
    private final Clock clock;
    private final Staff staff;
    private final MonitorEngine monitoring;
    private final Audit audit;
    private final Registrar registrar;
    private final Versions versions;
    private final PlanRun runs;
    private final OpenDeployments deployments = new OpenDeployments();
    private final Optional<Following> following;
    private final Loops loops;
    private final Reviews reviews;
    private final Optional<PatientRecords> patients;

    Workspace(Opening.Complete with) {
        this.ledger = with.ledger();
        this.clock = with.clock();
        this.staff = with.staff();
        this.monitoring = with.monitoring();
        this.audit = new Audit(ledger, with.keys().map(Sealing::under).orElse(Sealing.NONE));
        this.registrar = new Registrar(ledger, clock, with.pseudonyms(), staff, monitoring, audit);
        this.versions = new Versions(ledger, clock, staff, audit);
        this.runs = new PlanRun(ledger, clock, with.pseudonyms(), monitoring, with.listener());
        this.loops = new Loops(
                new LoopTools(ledger, clock, with.pseudonyms(), staff, monitoring, with.listener()), registrar);
        this.reviews = new Reviews(audit, clock, runs, loops);
        this.patients = with.retention()
                .map(rules -> PatientRecords.of(ledger, with.keys().orElseThrow(), rules, staff, clock)
                        .after(audit::flush));
        this.following = with.followingEvery().map(every -> new Following(every, deployments::all));
    }

    /** @param ledger where everything is recorded; closed by the host */
    public static Opening.NeedsClock on(Ledger ledger) {
        return Opening.on(ledger);
    }

    /**
     * Runs a plan on a cut: extraction, features, training, evaluation, gates. Takes as long as its trainers.
     *
     * @return what the gates say; nothing is in use yet
     * @throws IllegalArgumentException if the cut's {@code asOf} lies in the future and the cut does not allow hindsight
     * @throws MlopsException if a step fails; the ledger says which and why
     */
    public synchronized <R> Verdict<R, Risk> run(Pipeline<R, Risk> plan, DataCut cut) {
        audit.flush();
        deployments.seen(plan);
        return runs.run(plan, cut, Optional.empty());
    }

    /**
     * Runs a plan as {@link #run} does, with a version that was imported in the place of training: it passes the plan's own evaluation and
     * gates, on the host's own rows, or it does not.
     *
     * @param model digest of a version that {@link #versions} has imported under this plan
     * @throws MlopsException if there is none, it does not fit the plan's features, or a step fails
     */
    public synchronized <R> Verdict<R, Risk> judge(Pipeline<R, Risk> plan, DataCut cut, Digest model) {
        audit.flush();
        deployments.seen(plan);
        return runs.run(plan, cut, Optional.empty(), Optional.of(registrar.imported(plan, model)));
    }

    /** Continues a verdict with a signature: see {@link GateKeeper#sign}. */
    public synchronized <R> Verdict<R, Risk> sign(Awaiting<R, Risk> awaiting, SignOff signOff) {
        audit.flush();
        return GateKeeper.sign(awaiting, signOff, staff, ledger, clock.instant());
    }

    /**
     * Puts a model into use, silently at first, in the one place where it is used.
     *
     * @throws MlopsException if the ledger does not hold the approval, the model was retired, or does not fit the plan's features
     * @throws LedgerConflict if another workspace deployed at the same time; nothing is deployed, and the call can be made again
     * @throws IllegalArgumentException if the plan was neither run nor reinstated in this workspace
     */
    public <R> Deployment<R, Risk> deploy(Approved<R, Risk> approved) {
        return deploy(approved, Optional.empty());
    }

    /** Puts a model into use at one of several places: as {@link #deploy(Approved)}. @param site names it in the ledger; not blank */
    public <R> Deployment<R, Risk> deploy(Approved<R, Risk> approved, String site) {
        if (site.isBlank()) {
            throw new IllegalArgumentException("site must not be blank");
        }
        return deploy(approved, Optional.of(site));
    }

    private synchronized <R> Deployment<R, Risk> deploy(Approved<R, Risk> approved, Optional<String> site) {
        audit.flush();
        Pipeline<R, Risk> plan = deployments.planOf(approved);
        String id = registrar.nextId(plan);
        return deployments.add(new LiveDeployment<>(
                id, site, plan, registrar.open(approved, plan, id), registrar.surroundings(id, plan)));
    }

    /**
     * Goes on with a deployment of an earlier workspace on the same ledger, after a restart or a crash: with the version that answered,
     * live if it was, and with the newer one that ran silently beside it. Monitors go on from the state that was saved last and are
     * told what the ledger holds since then: predictions, outcomes, abstentions. What no ledger holds is lost: how long answers took, the
     * inputs of rows without an answer, looks between reviews, and what was queued when the process died. A state that cannot be used is
     * not guessed at: the monitor starts now, and the {@code DEPLOYMENT_RESUMED} entry says why. Whoever is replaced must have
     * stopped: two workspaces must not go on with one deployment. Cost: passes over the ledger.
     *
     * @param id {@link Deployment#id} of then
     * @param plan the one that it was deployed under
     * @throws IllegalArgumentException if the ledger knows no such deployment, or it ran under another plan
     * @throws IllegalStateException if it is open in this workspace
     * @throws MlopsException if the ledger's chain is broken, the model was retired or does not fit the features, or the entry could not be
     *     stored
     * @throws LedgerConflict if the model is retired at the same time
     */
    public synchronized <R> Deployment<R, Risk> resume(String id, Pipeline<R, Risk> plan) {
        audit.flush();
        deployments.mustNotHave(id);
        Watches watches = new Watches(monitoring, registrar.registry(), registrar.monitorClock(), audit.sealing());
        LiveDeployment<R> deployment =
                new Resuming<>(ledger, registrar, watches, plan).of(id, model -> reinstate(plan, model));
        deployments.add(deployment);
        reviews.resumed(deployment, ledger);
        return deployment;
    }

    /**
     * Runs a newer version silently beside the one in use; {@link Deployment#endSilentTrial} then promotes it, or makes it the challenger if
     * the plan has a ramp.
     *
     * @throws MlopsException if the ledger does not hold the approval, or the model does not fit the plan's features
     * @throws IllegalArgumentException if the version was made under another plan
     * @throws IllegalStateException if the deployment is not live, has a newer version beside it already, or this one in use
     */
    public synchronized <R> void shadow(Deployment<R, Risk> deployment, Approved<R, Risk> approved) {
        audit.flush();
        LiveDeployment<R> live = own(deployment);
        Pipeline<R, Risk> plan = deployments.planOf(approved);
        if (!plan.digest().equals(live.plan().digest())) {
            throw new IllegalArgumentException("the version was made under plan "
                    + plan.digest().brief() + ", the deployment runs under "
                    + live.plan().digest().brief());
        }
        live.shadow(registrar.open(approved, plan, live.id()));
    }

    /**
     * Ends the silent trial of a newer version that shall not be promoted. Nothing that answers changes, so nobody signs.
     *
     * @param why for the record; no patient's data
     * @throws IllegalStateException if none runs beside the one in use, or it answers for a share of the patients: they are taken back by {@link
     *     #rollBack(Deployment, Digest, SignOff)} to the version in use
     */
    public <R> void withdraw(Deployment<R, Risk> deployment, String why) {
        own(deployment).withdraw(why);
    }

    /**
     * Promotes the version on trial without a signature, by leave of the change plan. Refused, and recorded as refused, if the leave is of
     * another plan or for other versions, if the trial has not shown enough, or if the version was rolled back before.
     *
     * @throws MlopsException as {@link #rollBack(Deployment, Digest, SignOff)}
     */
    public <R> ChangeDecision promote(Deployment<R, Risk> deployment, AutomaticPermission permission) {
        return own(deployment).promote(permission);
    }

    /**
     * Lets a version that answered in a deployment before answer again, in one call, by a signature in a role that the plan names. Its
     * monitor starts anew. What is stopped stays stopped. Waits for no run or review of this workspace, as all changes of a deployment.
     *
     * <p>While a challenger answers for a share of the patients, rolling back takes them from it, and it answers and runs beside no more: to the
     * version in use, whose monitor then goes on, or to any earlier one.
     *
     * @param signOff under {@link Deployment#toSign(Change, Digest)}
     * @throws LedgerConflict if another workspace has changed the deployment meanwhile: nothing is changed, the deployment now answers as
     *     the ledger says, and what is to be signed is new
     * @throws MlopsException if the ledger could not be written, or the version does not fit the features any more; nothing is changed
     */
    public <R> ChangeDecision rollBack(Deployment<R, Risk> deployment, Digest to, SignOff signOff) {
        return own(deployment).rollBack(to, signOff);
    }

    /**
     * Takes the newest promotion back, without anybody's leave, if the change plan's rule finds harm in the evidence.
     *
     * @param evidence of the monitoring of the version in use
     * @throws MlopsException as {@link #rollBack(Deployment, Digest, SignOff)}; a {@link LedgerConflict} is one
     */
    public <R> ChangeDecision rollBack(Deployment<R, Risk> deployment, Evidence evidence) {
        return own(deployment).rollBack(evidence);
    }

    /**
     * Stops a deployment: {@code predict} abstains from here on, also after a restart, until it is started again. Another workspace on the
     * same ledger hears of it within {@link Opening.Ready#followingEvery}, or else at its next review, pulse or change; one that cannot
     * reach the ledger does not, and its {@link Deployment#health} counts what it could not record.
     *
     * @param signOff under {@link Deployment#toSign(Change, Digest)} of the version in use
     * @param why for the record; no patient's data
     * @throws MlopsException as {@link #rollBack(Deployment, Digest, SignOff)}: it then still answers
     */
    public <R> ChangeDecision stop(Deployment<R, Risk> deployment, SignOff signOff, String why) {
        return own(deployment).stop(signOff, why);
    }

    /** Lets a deployment that was stopped answer again; as {@link #stop}. */
    public <R> ChangeDecision startAgain(Deployment<R, Risk> deployment, SignOff signOff) {
        return own(deployment).startAgain(signOff);
    }

    /**
     * Takes over what another workspace on the same ledger has changed in a deployment. {@link #review}, {@link #pulse}, every change
     * that comes second and, if it was asked for, {@link Opening.Ready#followingEvery} do the same.
     *
     * @return whether anything was changed
     */
    public <R> boolean catchUp(Deployment<R, Risk> deployment) {
        return own(deployment).catchUp();
    }

    /**
     * Looks after a deployment: closes its monitoring window if it is over, records what it shows, proposes an update and, where the
     * change plan lets a trigger start it, runs the plan again on newer data. For the host's scheduler, for example once a day;
     * never for a clinical thread. A newer version beside it is looked after too, and nothing follows from that. The monitor's state is
     * kept in the ledger, and {@link #resume} goes on from it.
     */
    public synchronized <R> Review<R> review(Deployment<R, Risk> deployment) {
        audit.flush();
        own(deployment).catchUp();
        return reviews.review(own(deployment));
    }

    /**
     * Looks at what cannot wait for the end of a window: interfaces that died, grave alerts that nobody has taken on, alerts whose quiet
     * hours are over. For the host's scheduler, about every hour; never for a clinical thread.
     *
     * @return what became of alerts, in order; what opened is thought about at the next review
     */
    public synchronized <R> List<AlertEvent> pulse(Deployment<R, Risk> deployment) {
        audit.flush();
        own(deployment).catchUp();
        return reviews.pulse(own(deployment));
    }

    /**
     * Records that a person has looked into an open alert. While an alert on inputs is open that nobody has acknowledged, harm leads
     * to an investigation and not to a retraining: garbled inputs are to be mended, not learnt. Of two of one id, that of the version in use
     * comes first, and once it is acknowledged that of the version on trial.
     *
     * @param alert id of an open alert of the version in use, or of a newer one on trial beside it
     * @param person the host's identifier of a member of staff, who may act in {@code role}
     * @param note what they found; no patient's data
     * @throws IllegalArgumentException if no such alert is open, or the person may not act in the role
     */
    public synchronized <R> void acknowledge(
            Deployment<R, Risk> deployment, String alert, String person, Role role, String note) {
        if (!staff.mayActAs(person, role)) {
            throw new IllegalArgumentException("'" + person + "' may not act as " + role);
        }
        audit.flush();
        reviews.acknowledge(
                own(deployment),
                alert,
                person,
                Facts.of("person", person).with("role", role.name()).with("note", note));
    }

    /**
     * Starts by hand the retraining that was last proposed for a deployment.
     *
     * @throws IllegalArgumentException if none was proposed, nothing may change, or the change plan lists modifications, which {@link
     *     #loop} carries out
     */
    public synchronized <R> Verdict<R, Risk> retrain(Deployment<R, Risk> deployment) {
        audit.flush();
        return reviews.retrainByHand(own(deployment));
    }

    /**
     * The learning loop of a deployment whose change plan lists modifications; {@link #review} carries it on. With the settings that were
     * given last in this workspace, or the standard ones.
     *
     * @throws IllegalArgumentException if the change plan lists no modifications
     */
    public synchronized <R> LearningLoop<R> loop(Deployment<R, Risk> deployment) {
        audit.flush();
        return loops.of(own(deployment));
    }

    /**
     * The same with other settings, from here on.
     *
     * @throws IllegalArgumentException if the change plan lists no modifications, or asks for what the settings do not have
     */
    public synchronized <R> LearningLoop<R> loop(Deployment<R, Risk> deployment, LoopSettings<R> settings) {
        audit.flush();
        return loops.with(own(deployment), settings);
    }

    /**
     * Takes an approved model up again, for example in a fresh JVM.
     *
     * @param model its digest
     * @return empty if the ledger holds no approval of this model under this plan
     * @throws MlopsException if the ledger's chain is broken, or holds no such model
     */
    public synchronized <R> Optional<Approved<R, Risk>> reinstate(Pipeline<R, Risk> plan, Digest model) {
        audit.flush();
        ModelArtifact artifact = registrar.registry().model(model);
        deployments.seen(plan);
        return GateKeeper.reinstate(artifact, plan.digest(), ledger);
    }

    /** Versions apart from deployments: to retire, export and import them. */
    public Versions versions() {
        return versions;
    }

    /** Where versions are used: further sites by leave of the change plan. */
    public Sites sites() {
        return new Sites(this, ledger, clock, staff, audit);
    }

    /** The versions and what answered when: a view of the ledger. */
    public Registry registry() {
        audit.flush();
        return registrar.registry();
    }

    /**
     * What the ledger holds of patients: who is due to be forgotten, legal holds, forgetting.
     *
     * @throws IllegalStateException if the workspace was opened without {@link Opening.Ready#retention}: then nobody may forget anybody
     */
    public PatientRecords patients() {
        return patients.orElseThrow(() -> new IllegalStateException(
                "this workspace was opened without a retention, which says who may forget patients"));
    }

    /** How mature the operation of a use case is now, from the ledger. */
    public MaturityReport maturity(String useCase) {
        audit.flush();
        return MaturityAssessor.assess(ledger, useCase, clock.instant(), RECENT);
    }

    /** Waits until every prediction and outcome so far is stored. */
    public void flush() {
        audit.flush();
    }

    /**
     * Closes the deployments, keeps what their monitors have gathered and stores what is queued. The ledger stays open: it is the host's.
     *
     * @throws MlopsException if the ledger did not take that a deployment was closed; everything is closed nevertheless
     */
    @Override
    public synchronized void close() {
        following.ifPresent(Following::close);
        List<MlopsException> failures = deployments.close(reviews::ended);
        audit.close();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    <R> LiveDeployment<R> own(Deployment<R, Risk> deployment) {
        return deployments.own(deployment);
    }
}
