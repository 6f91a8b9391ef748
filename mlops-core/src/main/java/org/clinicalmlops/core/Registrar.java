package org.clinicalmlops.core;

import java.time.Clock;
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
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.Opener.Opened;
import org.clinicalmlops.core.serve.Past;
import org.clinicalmlops.core.serve.ReplayClock;
import org.clinicalmlops.core.serve.Surroundings;

/** Brings versions from the ledger into deployments, and takes them out of use. Thread-safe. */
final class Registrar {
    private final Ledger ledger;
    private final Clock clock;
    private final Pseudonyms pseudonyms;
    private final Staff staff;
    private final MonitorEngine monitoring;
    private final ReplayClock monitorClock;
    private final Audit audit;
    private final Registry registry;

    Registrar(Ledger ledger, Clock clock, Pseudonyms pseudonyms, Staff staff, MonitorEngine monitoring, Audit audit) {
        this.ledger = ledger;
        this.clock = clock;
        this.monitorClock = new ReplayClock(clock);
        this.pseudonyms = pseudonyms;
        this.staff = staff;
        this.monitoring = monitoring;
        this.audit = audit;
        this.registry = Registry.of(ledger, audit.sealing());
    }

    /** The clock of all monitors. */
    ReplayClock monitorClock() {
        return monitorClock;
    }

    Registry registry() {
        return registry;
    }

    <R> Surroundings<R> surroundings(String deployment, Pipeline<R, Risk> plan) {
        return new Surroundings<>(pseudonyms, staff, clock, monitorClock, audit, ledger, model -> {
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
        return new Opened<>(model, monitoring.open(watching(plan), registry.baseline(digest), monitorClock));
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
        retired(model).ifPresent(entry -> {
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
        return ((BoundModel<S>) bound.scorer()).knowing(registry.typical(artifact.digest()));
    }

    private void mustBeApproved(Pipeline<?, Risk> plan, Digest model) {
        if (registry.newest(EntryKind.MODEL_APPROVED, plan.digest(), model).isEmpty()) {
            throw new MlopsException("the ledger holds no approval of model " + model.brief() + " under plan "
                    + plan.digest().brief());
        }
    }

    PlanRun.Imported imported(Pipeline<?, Risk> plan, Digest model) {
        Entry entry = registry.newest(EntryKind.MODEL_IMPORTED, plan.digest(), model)
                .orElseThrow(() -> new MlopsException("model " + model.brief() + " was not imported under plan "
                        + plan.digest().brief()));
        String origin = entry.facts().required("trainer") + ", imported in entry " + entry.sequence();
        return new PlanRun.Imported(ArtifactReader.read(entry.body().orElse(""), model), origin);
    }

    boolean isRetired(Digest model) {
        return retired(model).isPresent();
    }

    private Optional<Entry> retired(Digest model) {
        return Optional.ofNullable(Course.retired(ledger).get(model));
    }

    /** Takes a newer version away that was retired while its deployment was closed. */
    void withdrawn(Pipeline<?, Risk> plan, Past past) {
        Digest shadow = past.shadow().orElseThrow().model();
        Facts facts = RunRecord.plan(plan)
                .with("deployment", past.deployment())
                .with("model", shadow)
                .with("beside", past.current().model())
                .with("note", "retired while the deployment was closed");
        audit.append(
                past.ramping()
                        ? Draft.of(EntryKind.RAMP_WITHDRAWN, clock.instant(), facts.with("by", "RETIREMENT"))
                        : Draft.of(EntryKind.SILENT_TRIAL_WITHDRAWN, clock.instant(), facts));
    }

    /** An id that no deployment of the ledger has. */
    String nextId(Pipeline<?, Risk> plan) {
        long[] count = {0};
        ledger.read(
                Set.of(EntryKind.SILENT_TRIAL_STARTED),
                entry -> count[0] += entry.facts().text("beside").isEmpty() ? 1 : 0);
        return plan.useCase().name() + "-" + (1 + count[0]);
    }
}
