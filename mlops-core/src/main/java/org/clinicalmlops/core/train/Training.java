package org.clinicalmlops.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.clinicalmlops.core.model.Scratch;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;

/** Makes a candidate from rows. Deterministic: the same rows and plan give the same model, bit for bit. */
public final class Training {
    private final Digest plan;
    private final Digest data;
    private final Consumer<String> progress;

    /**
     * @param plan digest of the plan, kept with the candidate
     * @param data digest of the rows as extracted, kept with the candidate
     * @param progress told of each longer piece of work; called from the training thread
     */
    public Training(Digest plan, Digest data, Consumer<String> progress) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.data = Objects.requireNonNull(data, "data");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Fits, chooses and calibrates, or takes the given model.
     *
     * @throws MlopsException if the rows hold one outcome class only, a trainer fails, or no trainer could be judged
     */
    public <R> Candidate<R, Risk> run(Train<Risk> train, FeatureSet<? super R> features, TrainingRows rows) {
        if (train.given().isPresent()) {
            return given(train.given().get(), features, rows);
        }
        mustHaveBothClasses(rows, "the training rows");
        Metric<Risk> selection = train.selection().orElseThrow();
        Folds folds = Folds.of(rows, train.folds(), train.seed());
        List<Candidate.Score> scores = new ArrayList<>();
        double[] bestRisks = new double[0];
        double bestLoss = Double.POSITIVE_INFINITY;
        int best = -1;
        for (int t = 0; t < train.trainers().size(); t++) {
            Trainer<Risk> trainer = train.trainers().get(t);
            double[] risks = outOfFold(trainer, train.seed(), rows, folds);
            Estimate estimate = selection.estimate(rows.judge(risks));
            scores.add(new Candidate.Score(trainer.id(), estimate));
            if (estimate instanceof Estimate.Known known && selection.loss(known.value()) < bestLoss) {
                bestLoss = selection.loss(known.value());
                bestRisks = risks;
                best = t;
            }
        }
        if (best < 0) {
            throw new MlopsException("no trainer could be judged by " + selection.id() + ": " + scores);
        }
        Recalibration recalibration = train.isCalibrated() ? recalibration(rows, bestRisks) : Recalibration.NONE;
        Trainer<Risk> chosen = train.trainers().get(best);
        progress.accept("fitting " + chosen.id() + " on all " + rows.size() + " training rows");
        Fit fit = fit(chosen, train.seed(), rows);
        ModelArtifact artifact = ModelArtifact.of(
                features, rows.features().schema(), fit.levels, fit.preparation, fit.form, recalibration);
        return new Candidate<>(artifact, plan, data, chosen.id(), scores);
    }

    private <R> Candidate<R, Risk> given(GivenModel<Risk> model, FeatureSet<? super R> features, TrainingRows rows) {
        Schema schema = rows.features().schema();
        model.misfit(schema).ifPresent(why -> {
            throw new MlopsException("the model '" + model.name() + "' " + why);
        });
        Levels seen = rows.features().levels();
        ModelArtifact artifact = ModelArtifact.given(model, features, schema, f -> seen.of(f));
        return new Candidate<>(artifact, plan, data, model.name(), List.of());
    }

    private double[] outOfFold(Trainer<Risk> trainer, long seed, TrainingRows rows, Folds folds) {
        double[] risks = new double[rows.size()];
        for (int fold = 0; fold < folds.count(); fold++) {
            progress.accept("cross-validating " + trainer.id() + ": part " + (fold + 1) + " of " + folds.count());
            TrainingRows outside = rows.rows(folds.outside(fold));
            int[] inside = folds.inside(fold);
            mustHaveBothClasses(outside, "the rows outside fold " + (fold + 1));
            Fit fit = fit(trainer, seed, outside);
            CompiledModel model = new CompiledModel(fit.preparation, fit.form, Recalibration.NONE);
            Scratch scratch = model.newScratch();
            double[] coded = new double[rows.features().schema().size()];
            for (int i : inside) {
                for (int f = 0; f < coded.length; f++) {
                    coded[f] = rows.features().coded(i, f, fit.levels);
                }
                risks[i] = model.risk(coded, scratch);
                if (!(risks[i] >= 0 && risks[i] <= 1)) {
                    throw new MlopsException("trainer '" + trainer.id()
                            + "' made a model that gives no risk for a row it was not fitted on");
                }
            }
        }
        return risks;
    }

    private static Fit fit(Trainer<Risk> trainer, long seed, TrainingRows rows) {
        Levels levels = rows.features().levels();
        Preparation preparation = Preparation.fit(rows.features(), levels);
        TrainingData data =
                TrainingData.of(preparation.names(), preparation.prepare(rows.features(), levels), rows.truth());
        ModelForm form;
        try {
            form = Objects.requireNonNull(trainer.fit(data, seed));
        } catch (MlopsException e) {
            throw new MlopsException("trainer '" + trainer.id() + "' failed: " + e.getMessage(), e);
        } catch (RuntimeException e) { // its message may hold values
            throw new MlopsException(
                    "trainer '" + trainer.id() + "' failed: " + e.getClass().getSimpleName());
        }
        if (form.columns() != preparation.size()) {
            throw new MlopsException("trainer '" + trainer.id() + "' made a model of " + form.columns()
                    + " columns from " + preparation.size());
        }
        return new Fit(levels, preparation, form);
    }

    private static Recalibration recalibration(TrainingRows rows, double[] risks) {
        boolean[] happened = new boolean[rows.size()];
        for (int i = 0; i < happened.length; i++) {
            happened[i] = rows.happened(i);
        }
        return LogisticRecalibration.fit(risks, happened)
                .fold(fitted -> new Recalibration(fitted.intercept(), fitted.slope()), undefined -> {
                    throw new MlopsException("the model cannot be calibrated: " + undefined.reason());
                });
    }

    private static void mustHaveBothClasses(TrainingRows rows, String which) {
        long events = rows.events();
        if (events == 0 || events == rows.size()) {
            throw new MlopsException(
                    which + " hold one outcome class only: " + events + " events in " + rows.size() + " rows");
        }
    }

    private record Fit(Levels levels, Preparation preparation, ModelForm form) {}
}
