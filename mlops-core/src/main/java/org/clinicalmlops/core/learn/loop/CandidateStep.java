package org.clinicalmlops.core.learn.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.learn.GuardAnswer;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;

/** Makes the new version: the one in use with another recalibration, or a refit. Patients who are kept for judging do not teach. */
final class CandidateStep<R> {
    /** Of the interval around an intercept, of which only the value is used. */
    private static final double LEVEL = 0.95;

    StepResult of(Work<R> work) {
        UpdateExtent extent =
                UpdateExtent.valueOf(work.run().of(Step.UPDATE_CHOICE).required("extent"));
        Candidate<R, Risk> made;
        try {
            made = extent == UpdateExtent.REFIT ? refit(work) : recalibrated(work, extent);
        } catch (MlopsException e) { // what the rows cannot teach today they cannot teach tomorrow
            return StepResult.Over.refused("no candidate could be made: " + e.getMessage(), Facts.NONE);
        }
        ModelArtifact model = (ModelArtifact) made.artifact();
        Facts facts = Facts.of("candidate", model.digest())
                .with("trainer", made.trainer())
                .with("intercept", model.recalibration().intercept())
                .with("slope", model.recalibration().slope());
        if (model.digest().equals(work.run().champion())) {
            return new StepResult.Over(
                    UpdateEnd.How.NOTHING_NEEDED, "the update gives the version in use again", facts, List.of());
        }
        List<Draft> trained = List.of(Draft.of(EntryKind.MODEL_TRAINED, work.now(), trained(work, made))
                .body(model.json()));
        Optional<GuardAnswer> canaries = canaries(work, model);
        if (canaries.isEmpty()) {
            return new StepResult.Done(facts, trained);
        }
        Facts judged = facts.and(StepResult.listed("seen", List.of(GuardStep.text(canaries.get()))));
        return canaries.get() instanceof GuardAnswer.Failed
                ? new StepResult.Over(UpdateEnd.How.REFUSED, GuardStep.text(canaries.get()), judged, trained)
                : new StepResult.Done(judged, trained);
    }

    private Candidate<R, Risk> refit(Work<R> work) {
        Rows<R> rows = work.rows();
        int[] learning = rows.learning();
        List<String> patients = new ArrayList<>();
        for (int i : learning) {
            patients.add(rows.cohort().patient(i));
        }
        rows.kept().refuse(patients);
        return new Training(
                        work.plan().digest(),
                        rows.cohort().digest(),
                        work.tools().progress())
                .run(work.plan().train(), work.plan().features(), TrainingRows.of(rows.cohort(), learning));
    }

    private Candidate<R, Risk> recalibrated(Work<R> work, UpdateExtent extent) {
        ModelArtifact champion = work.champion();
        double[] all = work.risks(champion);
        int[] fresh = Rows.answered(work.rows().fresh(), all);
        double[] risks = Rows.at(all, fresh);
        boolean[] happened = work.rows().happened(fresh);
        ModelArtifact model = extent == UpdateExtent.INTERCEPT
                ? Calibration.intercept(risks, happened, LEVEL)
                        .fold(
                                known -> champion.with(champion.recalibration().then(known.value(), 1)),
                                few -> {
                                    throw new MlopsException("too few outcomes for a new intercept: " + few.n()
                                            + ", needed " + few.needed());
                                },
                                undefined -> {
                                    throw new MlopsException("no new intercept: " + undefined.reason());
                                })
                : LogisticRecalibration.fit(risks, happened)
                        .fold(
                                fitted -> champion.with(
                                        champion.recalibration().then(fitted.intercept(), fitted.slope())),
                                undetermined -> {
                                    throw new MlopsException("no new intercept and slope: " + undetermined.reason());
                                });
        return new Candidate<>(
                model,
                work.plan().digest(),
                work.rows().cohort().digest(),
                (extent == UpdateExtent.INTERCEPT ? "new intercept of " : "new intercept and slope of ")
                        + champion.digest().brief(),
                List.of());
    }

    private Optional<GuardAnswer> canaries(Work<R> work, ModelArtifact model) {
        Scorer<R, Risk> scorer = work.scorer(model);
        if (work.settings().canaries().size() == 0) {
            return Optional.empty();
        }
        return Optional.of(work.settings()
                .canaries()
                .judge(row -> scorer.score(row).map(Risk::value).orElse(Double.NaN)));
    }

    private static Facts trained(Work<?> work, Candidate<?, Risk> candidate) {
        Facts facts = RunRecord.plan(work.plan())
                .with("model", candidate.artifact().digest())
                .with("data", candidate.data())
                .with("trainer", candidate.trainer())
                .with("update", work.run().id());
        for (int i = 0; i < candidate.scores().size(); i++) {
            Candidate.Score score = candidate.scores().get(i);
            facts = facts.with("trainer." + i, score.trainer())
                    .with("trainer." + i + ".score", RunRecord.text(score.outOfFold()));
        }
        return facts;
    }

    /** The candidate as the gates know it, from what is recorded. */
    static <R> Candidate<R, Risk> recorded(Work<R> work) {
        return new Candidate<>(
                work.candidate(),
                work.plan().digest(),
                new Digest(work.run().of(Step.DATA_CUT).required("data")),
                work.run().of(Step.CANDIDATE).required("trainer"),
                List.of());
    }
}
