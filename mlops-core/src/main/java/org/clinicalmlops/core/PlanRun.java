package org.clinicalmlops.core;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.feature.SplitRows;
import org.clinicalmlops.core.internal.MonitorReference;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;

/** Steps 1 to 5 of a plan on one cut: extraction, features, training, evaluation, gates. Each step is recorded as it ends. */
final class PlanRun {
    private final Ledger ledger;
    private final Clock clock;
    private final Pseudonyms pseudonyms;
    private final MonitorEngine monitoring;
    private final Consumer<String> progress;

    PlanRun(Ledger ledger, Clock clock, Pseudonyms pseudonyms, MonitorEngine monitoring, Consumer<String> progress) {
        this.ledger = ledger;
        this.clock = clock;
        this.pseudonyms = pseudonyms;
        this.monitoring = monitoring;
        this.progress = progress;
    }

    /**
     * A version from another ledger, in the place of training.
     *
     * @param trainer how it was made there
     */
    record Imported(ModelArtifact model, String trainer) {}

    /** @param champion the model in use, for a run that is to replace it */
    <R> Verdict<R, Risk> run(Pipeline<R, Risk> plan, DataCut cut, Optional<ModelArtifact> champion) {
        return run(plan, cut, champion, Optional.empty());
    }

    <R> Verdict<R, Risk> run(
            Pipeline<R, Risk> plan, DataCut cut, Optional<ModelArtifact> champion, Optional<Imported> imported) {
        if (cut.asOf().isAfter(clock.instant()) && !cut.inHindsight()) {
            throw new IllegalArgumentException("asOf must not be after now " + clock.instant() + ", was " + cut.asOf()
                    + "; a replay of the past says DataCut.allowingHindsight()");
        }
        declare(plan);
        try {
            return steps(plan, cut, champion, imported);
        } catch (RuntimeException | Error e) {
            failed(plan, cut, e);
            throw e;
        }
    }

    private void failed(Pipeline<?, Risk> plan, DataCut cut, Throwable e) {
        try {
            record(
                    EntryKind.RUN_FAILED,
                    RunRecord.plan(plan).and(RunRecord.cut(cut)).with("reason", RunRecord.reason(e)));
        } catch (RuntimeException unrecorded) {
            e.addSuppressed(unrecorded);
        }
    }

    private <R> Verdict<R, Risk> steps(
            Pipeline<R, Risk> plan, DataCut cut, Optional<ModelArtifact> champion, Optional<Imported> imported) {
        progress.accept("extracting '" + plan.source().name() + "'");
        Cohort<R> cohort = Extraction.of(plan).extract(cut, pseudonyms);
        Facts extracted = RunRecord.extracted(plan, cohort);
        mustMatchEarlierRuns(extracted);
        record(EntryKind.COHORT_EXTRACTED, extracted);

        SplitRows split = SplitRows.of(cohort, plan.split(), plan.useCase());
        record(EntryKind.FEATURES_PREPARED, RunRecord.split(plan, split));

        Candidate<R, Risk> candidate = imported.isPresent()
                ? new Candidate<>(
                        imported.get().model(),
                        plan.digest(),
                        cohort.digest(),
                        imported.get().trainer(),
                        List.of())
                : new Training(plan.digest(), cohort.digest(), progress)
                        .run(plan.train(), plan.features(), TrainingRows.of(cohort, split.training()));
        ModelArtifact model = (ModelArtifact) candidate.artifact();
        record(EntryKind.MODEL_TRAINED, trained(plan, candidate), model.json());

        progress.accept("evaluating on " + split.evaluation().length + " rows");
        Scorer<R, Risk> scorer = Evaluator.bind(model, plan.features());
        Evaluation evaluation = Evaluator.evaluate(
                plan.evaluation(),
                model.digest(),
                scorer,
                cohort,
                split.evaluation(),
                champion.map(c -> new Evaluator.Champion<>(c.digest(), Evaluator.bind(c, plan.features()))));
        record(
                EntryKind.MODEL_EVALUATED,
                RunRecord.evaluated(plan, evaluation),
                evaluation.declaration().json());

        Judged<Risk> judged = Evaluator.judge(scorer, cohort, split.evaluation());
        Baseline baseline = monitoring.profile(MonitorReference.of(scorer, cohort, split.training(), model, judged));
        record(
                EntryKind.BASELINE_PROFILED,
                RunRecord.profiled(plan, model.digest(), cohort.features().rows(split.training())),
                baseline.declaration().json());
        return GateKeeper.decide(candidate, evaluation, plan.gates(), ledger, clock.instant());
    }

    private static Facts trained(Pipeline<?, Risk> plan, Candidate<?, Risk> candidate) {
        Facts facts = RunRecord.plan(plan)
                .with("model", candidate.artifact().digest())
                .with("data", candidate.data())
                .with("trainer", candidate.trainer());
        for (int i = 0; i < candidate.scores().size(); i++) {
            Candidate.Score score = candidate.scores().get(i);
            facts = facts.with("trainer." + i, score.trainer())
                    .with("trainer." + i + ".score", RunRecord.text(score.outOfFold()));
        }
        return facts;
    }

    private void declare(Pipeline<?, Risk> plan) {
        boolean[] known = {false};
        ledger.read(
                Set.of(EntryKind.PLAN_DECLARED),
                entry -> known[0] |= entry.facts().says("plan", plan.digest().hex()));
        if (!known[0]) {
            record(
                    EntryKind.PLAN_DECLARED,
                    RunRecord.declared(plan),
                    plan.declaration().json());
        }
    }

    /**
     * The same plan on the same bytes and cut must give the same rows: if not, the code that reads them has changed without a
     * revision.
     */
    private void mustMatchEarlierRuns(Facts extracted) {
        if (extracted.text("sourceDigest").isEmpty()) {
            return;
        }
        ledger.read(Set.of(EntryKind.COHORT_EXTRACTED), entry -> {
            boolean same = true;
            for (String name : new String[] {"plan", "sourceDigest", "from", "until", "asOf"}) {
                same &= entry.facts().text(name).equals(extracted.text(name));
            }
            if (same && !entry.facts().text("data").equals(extracted.text("data"))) {
                throw new MlopsException("the same plan on the same source gives other rows than in entry "
                        + entry.sequence() + ": the code that reads them, or the pseudonym key, has changed;"
                        + " raise the revision of the feature whose meaning changed");
            }
        });
    }

    private void record(EntryKind kind, Facts facts) {
        ledger.append(Draft.of(kind, clock.instant(), facts));
    }

    private void record(EntryKind kind, Facts facts, String body) {
        ledger.append(Draft.of(kind, clock.instant(), facts).body(body));
    }
}
