package org.clinicalmlops.core.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Evaluation.Cases;
import org.clinicalmlops.api.evaluate.Evaluation.Group;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.model.ModelArtifact;

/** Evaluates a model on rows of a cohort whose outcome is known. Stateless. */
public final class Evaluator {
    private Evaluator() {}

    /** A model bound to the features of the cohort's rows. */
    public static <S, R extends S> Scorer<R, Risk> bind(ModelArtifact model, FeatureSet<S> features) {
        return model.bind(features).fold(bound -> row -> bound.scorer().score(row), refused -> {
            throw new MlopsException(
                    "model " + model.digest().brief() + " does not fit the features: " + refused.differences());
        });
    }

    /**
     * The model's predictions beside the truth. Rows for which the model is not defined, or whose outcome is not known, are left out.
     *
     * @param positions of rows
     */
    public static <R> Judged<Risk> judge(Scorer<R, Risk> scorer, Cohort<R> cohort, int[] positions) {
        double[] risks = new double[positions.length];
        boolean[] happened = new boolean[positions.length];
        int n = 0;
        for (int i : positions) {
            Optional<Risk> risk = scorer.score(cohort.row(i));
            if (risk.isPresent() && cohort.outcome(i) instanceof Outcome.Known<Risk> known) {
                risks[n] = risk.get().value();
                happened[n++] = known.truth() == 1;
            }
        }
        return Judged.risks(Arrays.copyOf(risks, n), Arrays.copyOf(happened, n));
    }

    /** Positions of rows whose outcome is known and that the model answers. */
    public static <R> int[] defined(Scorer<R, Risk> scorer, Cohort<R> cohort, int[] positions) {
        return Arrays.stream(positions)
                .filter(i -> cohort.outcome(i) instanceof Outcome.Known<Risk>
                        && scorer.score(cohort.row(i)).isPresent())
                .toArray();
    }

    /**
     * Computes the plan's numbers, over all cases and by subgroup, and against the model in use.
     *
     * @param model digest of the model behind {@code scorer}
     * @param positions of rows; those without a known outcome, or that the model does not answer, are left out
     * @param champion the model in use with its digest, if there is one
     * @throws IllegalArgumentException if the cohort was extracted without a subgroup of the plan
     */
    public static <R> Evaluation evaluate(
            EvaluationPlan<R, Risk> plan,
            Digest model,
            Scorer<R, Risk> scorer,
            Cohort<R> cohort,
            int[] positions,
            Optional<Champion<R>> champion) {
        int[] answered = defined(scorer, cohort, positions);
        Judged<Risk> judged = judge(scorer, cohort, answered);
        List<Group> groups = new ArrayList<>();
        for (int s = 0; s < plan.subgroups().size(); s++) {
            String subgroup = plan.subgroups().get(s).name();
            int column = cohort.subgroups().indexOf(subgroup);
            if (column < 0) {
                throw new IllegalArgumentException("the cohort was extracted without the subgroup '" + subgroup
                        + "'; it has " + cohort.subgroups());
            }
            Map<String, List<Integer>> levels = new TreeMap<>();
            for (int k = 0; k < answered.length; k++) {
                levels.computeIfAbsent(cohort.group(answered[k], column), level -> new ArrayList<>())
                        .add(k);
            }
            levels.forEach((level, cases) -> groups.add(new Group(
                    subgroup,
                    level,
                    cases(
                            plan,
                            judged.cases(
                                    cases.stream().mapToInt(Integer::intValue).toArray())))));
        }
        return new Evaluation(
                model,
                cohort.digest(),
                cases(plan, judged),
                groups,
                champion.map(c -> compare(plan, scorer, c, cohort, answered)));
    }

    /**
     * The model in use.
     *
     * @param model its digest
     * @param scorer bound to the same features
     */
    public record Champion<R>(Digest model, Scorer<R, Risk> scorer) {}

    private static <R> Evaluation.Comparison compare(
            EvaluationPlan<R, Risk> plan,
            Scorer<R, Risk> challenger,
            Champion<R> champion,
            Cohort<R> cohort,
            int[] answered) {
        int[] both = defined(champion.scorer(), cohort, answered);
        Judged<Risk> ofChampion = judge(champion.scorer(), cohort, both);
        Judged<Risk> ofChallenger = judge(challenger, cohort, both);
        Map<String, Estimate> differences = new LinkedHashMap<>();
        for (Metric<Risk> metric : plan.metrics()) {
            differences.put(metric.id(), metric.difference(ofChallenger, ofChampion));
        }
        return new Evaluation.Comparison(champion.model(), cases(plan, ofChampion), differences);
    }

    private static Cases cases(EvaluationPlan<?, Risk> plan, Judged<Risk> judged) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Metric<Risk> metric : plan.metrics()) {
            estimates.put(metric.id(), metric.estimate(judged));
        }
        return new Cases(judged.size(), judged.events(), estimates);
    }
}
