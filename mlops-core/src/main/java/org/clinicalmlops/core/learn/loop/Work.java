package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangeControl;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;

/**
 * What the steps of one update share: the plan, the deployment, what is recorded so far, and the rows. Rows and models are kept from
 * step to step, and read again where another process goes on. Not thread-safe.
 */
final class Work<R> {
    private final Pipeline<R, Risk> plan;
    private final LoopSettings<R> settings;
    private final LoopTools tools;
    private final Served<R> served;
    private final Registry registry;
    private final Map<Digest, ModelArtifact> models = new HashMap<>();
    private Updates updates;
    private Optional<Rows<R>> rows = Optional.empty();
    private Optional<Lineage> lineage = Optional.empty();

    Work(Pipeline<R, Risk> plan, LoopSettings<R> settings, LoopTools tools, Served<R> served, Updates updates) {
        this.plan = plan;
        this.settings = settings;
        this.tools = tools;
        this.served = served;
        this.registry = Registry.of(tools.ledger());
        this.updates = updates;
    }

    /** Goes on from what is recorded now. */
    Work<R> with(Updates now) {
        updates = now;
        return this;
    }

    Pipeline<R, Risk> plan() {
        return plan;
    }

    ChangeControl control() {
        return plan.learning().changePlan().control().orElseThrow();
    }

    LoopSettings<R> settings() {
        return settings;
    }

    LoopTools tools() {
        return tools;
    }

    Served<R> served() {
        return served;
    }

    Updates updates() {
        return updates;
    }

    /** The update that runs. */
    UpdateRun run() {
        return updates.running().orElseThrow();
    }

    Instant now() {
        return tools.clock().instant();
    }

    void progress(String message) {
        tools.progress().accept(message);
    }

    Facts about() {
        return RunRecord.plan(plan)
                .with("deployment", served.deployment())
                .with("update", run().id())
                .with("model", run().champion());
    }

    Lineage lineage() {
        Lineage known = lineage.orElseGet(() -> Lineage.of(tools.ledger(), served.deployment()));
        lineage = Optional.of(known);
        return known;
    }

    /** The rows; read again where this process has not read them yet. */
    Rows<R> rows() {
        Rows<R> known = rows.orElseGet(() -> new DataCutStep<R>().again(this));
        rows = Optional.of(known);
        return known;
    }

    void rows(Rows<R> read) {
        rows = Optional.of(read);
    }

    ModelArtifact model(Digest digest) {
        return models.computeIfAbsent(digest, registry::model);
    }

    Registry registry() {
        return registry;
    }

    ModelArtifact champion() {
        return model(run().champion());
    }

    ModelArtifact candidate() {
        return model(run().candidate().orElseThrow());
    }

    Scorer<R, Risk> scorer(ModelArtifact model) {
        return Evaluator.bind(model, plan.features());
    }

    /** What a version says of every row. */
    double[] risks(ModelArtifact model) {
        return rows().risks(model.digest(), scorer(model));
    }

    /** Rows that the candidate has learnt from, or whose level and spread it was fitted to. */
    int[] learnt() {
        boolean refit = run().of(Step.UPDATE_CHOICE).says("extent", "REFIT");
        return refit ? rows().learning() : rows().fresh();
    }

    /** The newest entry of a kind since the update began that is about this deployment and the candidate. */
    Optional<Entry> ofCandidate(EntryKind kind, Predicate<Facts> wanted) {
        String model = run().candidate().map(Digest::hex).orElse("");
        Entry[] found = new Entry[1];
        tools.ledger().read(Set.of(kind), entry -> {
            Facts facts = entry.facts();
            if (entry.sequence() > run().entry()
                    && facts.says("model", model)
                    && facts.says("deployment", served.deployment())
                    && wanted.test(facts)) {
                found[0] = entry;
            }
        });
        return Optional.ofNullable(found[0]);
    }

    /** Names of the subgroups, in the order of the cohort. */
    List<String> subgroups() {
        return Objects.requireNonNull(rows().cohort().subgroups());
    }
}
