package org.clinicalmlops.core;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.Conditional;
import org.clinicalmlops.core.serve.Opener.Opened;
import org.clinicalmlops.core.serve.Signatures;
import org.clinicalmlops.core.serve.Surroundings;

/** Brings versions from the ledger into deployments, and takes them out of use. Thread-safe. */
final class Registrar {
    private final Ledger ledger;
    private final Clock clock;
    private final Pseudonyms pseudonyms;
    private final Staff staff;
    private final MonitorEngine monitoring;
    private final Audit audit;
    private final Registry registry;

    Registrar(Ledger ledger, Clock clock, Pseudonyms pseudonyms, Staff staff, MonitorEngine monitoring, Audit audit) {
        this.ledger = ledger;
        this.clock = clock;
        this.pseudonyms = pseudonyms;
        this.staff = staff;
        this.monitoring = monitoring;
        this.audit = audit;
        this.registry = Registry.of(ledger);
    }

    Registry registry() {
        return registry;
    }

    <R> Surroundings<R> surroundings(String deployment, Pipeline<R, Risk> plan) {
        return new Surroundings<>(pseudonyms, staff, clock, audit, ledger, model -> {
            mustBeApproved(plan, model);
            return opened(plan, bind(registry.model(model), plan.features(), plan, deployment));
        });
    }

    /** A version ready to answer. @throws MlopsException if the ledger does not hold the approval, it was retired, or does not fit */
    <R> Opened<R> open(Approved<R, Risk> approved, Pipeline<R, Risk> plan, String deployment) {
        return opened(plan, bind(approved, plan, deployment));
    }

    private <R> Opened<R> opened(Pipeline<R, Risk> plan, BoundModel<? super R> model) {
        Digest digest = model.artifact().digest();
        return new Opened<>(model, monitoring.open(watching(plan), registry.baseline(digest), clock));
    }

    /** Where the plan does not say from which risk on somebody acts, it is where the model is served to act. */
    static MonitorPlan watching(Pipeline<?, Risk> plan) {
        MonitorPlan watch = plan.monitoring();
        double acting = plan.serving().actingAbove();
        boolean says = watch.actingAbove().isPresent() || acting == 1; // nobody acts above 1
        return says ? watch : watch.actingAbove(acting);
    }

    <R> BoundModel<? super R> bind(Approved<R, Risk> approved, Pipeline<R, Risk> plan, String deployment) {
        Digest model = approved.candidate().artifact().digest();
        if (!GateKeeper.holds(approved, ledger)) {
            throw new MlopsException(
                    "the ledger holds no approval of model " + model.brief() + " at entry " + approved.ledgerEntry());
        }
        Optional.ofNullable(Course.retired(ledger).get(model)).ifPresent(entry -> {
            throw new MlopsException("model " + model.brief() + " was retired at entry " + entry.sequence());
        });
        return bind(registry.model(model), plan.features(), plan, deployment);
    }

    private <S> BoundModel<S> bind(
            ModelArtifact artifact, FeatureSet<S> features, Pipeline<?, Risk> plan, String deployment) {
        Binding<S, Risk> binding = artifact.bind(features);
        if (binding instanceof Binding.Refused<S, Risk> refused) {
            throw new MlopsException(
                    "model " + artifact.digest().brief() + " does not fit the features: " + refused.differences());
        }
        Binding.Bound<S, Risk> bound = (Binding.Bound<S, Risk>) binding;
        audit.append(Draft.of(
                EntryKind.MODEL_BOUND,
                clock.instant(),
                RunRecord.plan(plan)
                        .with("deployment", deployment)
                        .with("model", artifact.digest())
                        .with("probes", bound.probed() ? "COMPARED" : "UNPROBED")
                        .with("ignored", String.join(", ", bound.ignored()))));
        return (BoundModel<S>) bound.scorer();
    }

    private void mustBeApproved(Pipeline<?, Risk> plan, Digest model) {
        if (newest(EntryKind.MODEL_APPROVED, plan, model) == 0) {
            throw new MlopsException("the ledger holds no approval of model " + model.brief() + " under plan "
                    + plan.digest().brief());
        }
    }

    /** Number of the newest entry of a kind about a version under a plan; 0 without any. */
    private long newest(EntryKind kind, Pipeline<?, Risk> plan, Digest model) {
        long[] newest = {0};
        ledger.read(Set.of(kind), entry -> {
            if (entry.facts().says("model", model.hex())
                    && entry.facts().says("plan", plan.digest().hex())) {
                newest[0] = entry.sequence();
            }
        });
        return newest[0];
    }

    /** An id that no deployment of the ledger has. */
    String nextId(Pipeline<?, Risk> plan) {
        long[] count = {0};
        ledger.read(
                Set.of(EntryKind.SILENT_TRIAL_STARTED),
                entry -> count[0] += entry.facts().text("beside").isEmpty() ? 1 : 0);
        return plan.useCase().name() + "-" + (1 + count[0]);
    }

    Digest toSign(Change change, Pipeline<?, Risk> plan, Digest model) {
        EntryKind done = switch (change) {
            case RETIRE -> EntryKind.MODEL_RETIRED;
            default ->
                throw new IllegalArgumentException(
                        "a deployment says what to sign for " + change + ", see Deployment.toSign");
        };
        return Signatures.toSign(change, plan.digest().hex(), model, newest(done, plan, model));
    }

    ChangeDecision retire(Pipeline<?, Risk> plan, Digest model, SignOff signOff) {
        List<Course> courses = Course.all(ledger);
        List<Refusal> refusals = new ArrayList<>(Signatures.refusals(
                "it takes the role",
                plan.serving().mandates().roles(Change.RETIRE),
                staff,
                signOff,
                toSign(Change.RETIRE, plan, model)));
        if (newest(EntryKind.MODEL_TRAINED, plan, model) == 0) {
            refusals.add(new Refusal(Why.VERSION, "the ledger holds no such version under this plan"));
        }
        Optional.ofNullable(Course.retired(ledger).get(model))
                .ifPresent(entry ->
                        refusals.add(new Refusal(Why.VERSION, "the version was retired at entry " + entry.sequence())));
        long seen = 0;
        for (Course course : courses) {
            if (course.standing().uses(model)) {
                refusals.add(new Refusal(Why.STATE, "deployment '" + course.deployment() + "' uses the version"));
            }
            seen = Math.max(seen, course.last());
        }
        Facts facts = RunRecord.plan(plan).with("model", model).and(Signatures.facts(signOff));
        if (!refusals.isEmpty()) {
            Facts refused = facts.and(Signatures.facts(Change.RETIRE, refusals));
            Entry entry = audit.append(Draft.of(EntryKind.CHANGE_REFUSED, clock.instant(), refused));
            return new ChangeDecision.Refused(refusals, entry.sequence());
        }
        Entry entry = Conditional.append(
                audit,
                ledger,
                seen,
                change -> change.facts().says("model", model.hex()) || change.kind() == EntryKind.DEPLOYMENT_RESUMED,
                List.of(Draft.of(EntryKind.MODEL_RETIRED, clock.instant(), facts)));
        return new ChangeDecision.Made(entry.sequence());
    }
}
