package org.clinicalmlops.core.learn.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.learn.Retraining;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.learn.SequesteredPatients;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.updating.ClosedTesting;
import org.clinicalmlops.metrics.updating.UpdateChoice;

/**
 * Closed testing on the fresh rows. Where a refit is allowed, it is tested as the form asks for: a regression against one that contains
 * it, any other form against a refit on half of the patients, judged on the other half. If that cannot be done, or no refit is
 * allowed, only level and spread are tested.
 */
final class ChoiceStep<R> {

    StepResult of(Work<R> work) {
        Rows<R> rows = work.rows();
        double[] all = work.risks(work.champion());
        int[] fresh = Rows.answered(rows.fresh(), all);
        double[] risks = Rows.at(all, fresh);
        boolean[] happened = rows.happened(fresh);
        Retraining retraining = work.control().protocol().retraining();
        UpdateExtent most = work.plan().train().given().isPresent()
                ? smaller(retraining.upTo(), UpdateExtent.LOGISTIC)
                : retraining.upTo();
        List<String> tried = new ArrayList<>();
        UpdateChoice choice = new UpdateChoice.Undefined("no refit is allowed");
        if (most == UpdateExtent.REFIT) {
            choice = nested(work, fresh, risks, happened, retraining.alpha());
            if (!(choice instanceof UpdateChoice.Chosen)) {
                tried.add("regression that contains the refit: " + whyNot(choice));
                choice = unseen(work, fresh, risks, happened, retraining.alpha());
            }
            if (!(choice instanceof UpdateChoice.Chosen)) {
                tried.add("refit on other rows: " + whyNot(choice));
            }
        }
        if (!(choice instanceof UpdateChoice.Chosen)) {
            double[] logOdds = Arrays.stream(risks).map(LogOdds::logit).toArray();
            choice = ClosedTesting.nested(risks, new double[][] {logOdds}, happened, retraining.alpha());
        }
        Facts before = StepResult.listed("tried", tried);
        return choice.<StepResult>fold(
                chosen -> chosen(chosen, most, before),
                few -> StepResult.Over.refused(
                        "too few outcomes to choose an update: " + few.n() + " in the smaller class, needed "
                                + few.needed(),
                        before),
                undefined -> StepResult.Over.refused("no update can be chosen: " + undefined.reason(), before));
    }

    private static StepResult chosen(UpdateChoice.Chosen chosen, UpdateExtent most, Facts before) {
        UpdateExtent extent = smaller(chosen.extent(), most);
        Facts facts = before.with("extent", extent.name())
                .with("sufficient", chosen.extent().name())
                .with("n", chosen.n())
                .and(StepResult.listed(
                        "seen", chosen.steps().stream().map(ChoiceStep::text).toList()));
        return extent == UpdateExtent.NONE
                ? new StepResult.Over(
                        UpdateEnd.How.NOTHING_NEEDED,
                        "the version in use is not shown to be insufficient on " + chosen.n() + " fresh outcomes",
                        facts,
                        List.of())
                : StepResult.Done.of(facts);
    }

    private static UpdateExtent smaller(UpdateExtent a, UpdateExtent b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static String text(UpdateChoice.Step step) {
        return step.sufficient() + (step.rejected() ? " is not sufficient" : " is not shown to be insufficient")
                + ": p = " + Declaration.number(step.pValue()) + ", " + step.formula();
    }

    private static String whyNot(UpdateChoice choice) {
        return choice.fold(
                chosen -> "chosen",
                few -> "too few outcomes, " + few.n() + " in the smaller class, needed " + few.needed(),
                UpdateChoice.Undefined::reason);
    }

    private UpdateChoice nested(Work<R> work, int[] fresh, double[] risks, boolean[] happened, double alpha) {
        ModelArtifact champion = work.champion();
        if (!(champion.form() instanceof LinearForm)) {
            return new UpdateChoice.Undefined("the version in use is no regression");
        }
        FeatureTable table = work.rows().cohort().features().rows(fresh).select(champion.schema());
        double[][] prepared = champion.preparation().prepare(table, champion.levels());
        double[][] columns = IntStream.range(0, champion.preparation().size())
                .mapToObj(
                        c -> Arrays.stream(prepared).mapToDouble(row -> row[c]).toArray())
                .filter(column ->
                        Arrays.stream(column).distinct().limit(2).count() > 1) // a constant is the intercept's
                .toArray(double[][]::new);
        return columns.length == 0
                ? new UpdateChoice.Undefined("no column differs between the rows")
                : ClosedTesting.nested(risks, columns, happened, alpha);
    }

    /** A refit on the newest rows without half of the patients of the fresh ones, judged on those. */
    private UpdateChoice unseen(Work<R> work, int[] fresh, double[] risks, boolean[] happened, double alpha) {
        Rows<R> rows = work.rows();
        List<String> patients =
                IntStream.of(fresh).mapToObj(rows.cohort()::patient).toList();
        SequesteredPatients half =
                SequesteredPatients.drawn(patients, 0.5, work.run().id());
        int[] teach = IntStream.of(rows.learning())
                .filter(i -> !half.contains(rows.cohort().patient(i)))
                .toArray();
        int[] judged = IntStream.range(0, fresh.length)
                .filter(k -> half.contains(rows.cohort().patient(fresh[k])))
                .toArray();
        double[] refit;
        try {
            ModelArtifact model = (ModelArtifact) new Training(
                            work.plan().digest(),
                            rows.cohort().digest(),
                            work.tools().progress())
                    .run(work.plan().train(), work.plan().features(), TrainingRows.of(rows.cohort(), teach))
                    .artifact();
            refit = work.risks(model);
        } catch (MlopsException e) {
            return new UpdateChoice.Undefined("a refit on half of the patients failed: " + e.getMessage());
        }
        int[] both =
                IntStream.of(judged).filter(k -> !Double.isNaN(refit[fresh[k]])).toArray();
        boolean[] outcomes = new boolean[both.length];
        for (int i = 0; i < both.length; i++) {
            outcomes[i] = happened[both[i]];
        }
        return ClosedTesting.unseen(
                Rows.at(risks, both),
                IntStream.of(both).mapToDouble(k -> refit[fresh[k]]).toArray(),
                new int[both.length],
                outcomes,
                alpha);
    }
}
