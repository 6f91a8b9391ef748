package org.clinicalmlops.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Digest MODEL = Digest.of("challenger");
    private static final List<Visit> VISITS = Visit.daily(200, 8);
    private static final EvaluationPlan<Visit, Risk> PLAN =
            EvaluationPlan.of(List.of(Metrics.auroc(), Metrics.brier()), List.of(Plans.BY_SEX));

    /** Defined for everybody. */
    private static final Scorer<Visit, Risk> BY_AGE = v -> Optional.of(new Risk(v.age() / 100));

    /** Not defined without a lactate. */
    private static final Scorer<Visit, Risk> BY_LACTATE =
            v -> v.lactate() == null ? Optional.empty() : Optional.of(new Risk(v.lactate() / 10));

    @Test
    void theNumbersAreThoseOfTheMetricsOnTheModelsRisks() {
        Evaluation evaluation = evaluate(BY_AGE, Optional.empty());
        double[] risks = VISITS.stream().mapToDouble(v -> v.age() / 100).toArray();

        assertThat(evaluation.of("brier")).isEqualTo(Metrics.brier().estimate(Judged.risks(risks, happened(VISITS))));
        assertThat(evaluation.all().n()).isEqualTo(200);
        assertThat(evaluation.all().events())
                .isEqualTo(Judged.risks(risks, happened(VISITS)).events());
        assertThat(evaluation.model()).isEqualTo(MODEL);
        assertThat(evaluation.data()).isEqualTo(Plans.cohort(VISITS).digest());
        assertThat(evaluation.champion()).isEmpty();
    }

    @Test
    void eachGroupIsEvaluatedOnItsOwnRows() {
        Evaluation evaluation = evaluate(BY_AGE, Optional.empty());
        List<Visit> women = VISITS.stream().filter(v -> "F".equals(v.sex())).toList();
        double[] risks = women.stream().mapToDouble(v -> v.age() / 100).toArray();

        assertThat(evaluation.groups("sex")).extracting(Evaluation.Group::level).containsExactly("F", "M");
        Evaluation.Cases ofWomen = evaluation.groups("sex").get(0).cases();
        assertThat(ofWomen.n()).isEqualTo(women.size());
        assertThat(ofWomen.estimates().get("auroc"))
                .isEqualTo(Metrics.auroc().estimate(Judged.risks(risks, happened(women))));
    }

    @Test
    void rowsThatTheModelDoesNotAnswerAreLeftOut() {
        long answered = VISITS.stream().filter(v -> v.lactate() != null).count();

        assertThat(answered).isBetween(1L, 199L);
        assertThat(evaluate(BY_LACTATE, Optional.empty()).all().n()).isEqualTo(answered);
    }

    @Test
    void theModelInUseIsComparedOnTheCasesThatBothAnswer() {
        Evaluation evaluation =
                evaluate(BY_AGE, Optional.of(new Evaluator.Champion<>(Digest.of("champion"), BY_LACTATE)));
        List<Visit> both = VISITS.stream().filter(v -> v.lactate() != null).toList();
        Judged<Risk> challenger =
                Judged.risks(both.stream().mapToDouble(v -> v.age() / 100).toArray(), happened(both));
        Judged<Risk> champion =
                Judged.risks(both.stream().mapToDouble(v -> v.lactate() / 10).toArray(), happened(both));

        Evaluation.Comparison comparison = evaluation.champion().orElseThrow();
        assertThat(comparison.model()).isEqualTo(Digest.of("champion"));
        assertThat(comparison.ofChampion().n()).isEqualTo(both.size());
        assertThat(comparison.ofChampion().estimates().get("brier"))
                .isEqualTo(Metrics.brier().estimate(champion));
        assertThat(comparison.differences().get("brier"))
                .isEqualTo(Metrics.brier().difference(challenger, champion));
        assertThat(evaluation.all().n())
                .as("the candidate itself on all of its cases")
                .isEqualTo(200);
    }

    @Test
    void aModelThatAnswersNothingHasNoNumbers() {
        Evaluation evaluation = evaluate(v -> Optional.empty(), Optional.empty());

        assertThat(evaluation.all().n()).isZero();
        assertThat(evaluation.of("auroc")).isNotInstanceOf(Estimate.Known.class);
        assertThat(evaluation.groups()).isEmpty();
    }

    @Test
    void rowsWithoutAKnownOutcomeAreNotJudged() {
        List<Visit> some = new ArrayList<>(VISITS);
        some.set(0, some.get(0).withOutcome(new Outcome.Pending<>()));
        Cohort<Visit> cohort = Plans.cohort(some);

        assertThat(Evaluator.judge(BY_AGE, cohort, new int[] {0, 1, 2}).size()).isEqualTo(2);
    }

    /** The positions of groups would otherwise be those of other rows. */
    @Test
    void groupsStayWithTheirRowsWhereAnOutcomeIsNotKnown() {
        List<Visit> some = new ArrayList<>(VISITS);
        some.set(0, some.get(0).withSex("X").withOutcome(new Outcome.Pending<>()));
        Cohort<Visit> cohort = Plans.cohort(some);
        int[] all = IntStream.range(0, 200).toArray();

        Evaluation evaluation = Evaluator.evaluate(PLAN, MODEL, BY_AGE, cohort, all, Optional.empty());

        assertThat(evaluation.all().n()).isEqualTo(199);
        assertThat(evaluation.groups("sex")).extracting(Evaluation.Group::level).containsExactly("F", "M");
    }

    @Test
    void aSubgroupThatTheCohortDoesNotHoldIsNamed() {
        EvaluationPlan<Visit, Risk> byWard =
                EvaluationPlan.of(List.of(Metrics.brier()), List.of(Subgroup.by("ward", v -> "A")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluator.evaluate(
                        byWard, MODEL, BY_AGE, Plans.cohort(VISITS), new int[] {0, 1}, Optional.empty()))
                .withMessageContaining("'ward'")
                .withMessageContaining("[sex]");
    }

    @Test
    void aModelThatDoesNotFitTheFeaturesIsAnErrorThatSaysWhy() {
        Cohort<Visit> cohort = Plans.cohort(VISITS);
        TrainingRows rows = TrainingRows.of(cohort, IntStream.range(0, 200).toArray());
        ModelArtifact model = (ModelArtifact) new Training(Digest.of("p"), Digest.of("d"), m -> {})
                .run(
                        Train.given(PointsTable.of("s")
                                .atLeast("lactate", "mmol/L", 2, 1)
                                .risks(0.1, 0.2)),
                        Plans.features(),
                        rows)
                .artifact();
        FeatureSet<Visit> inGrams = FeatureSet.of(Visit.class)
                .patient(Visit::patient)
                .indexedAt(Visit::at)
                .numericOrNull("lactate", "mg/dL", Visit::lactate);

        assertThat(Evaluator.<Visit, Visit>bind(model, Plans.features()).score(VISITS.get(0)))
                .isPresent();
        assertThatThrownBy(() -> Evaluator.<Visit, Visit>bind(model, inGrams))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("unit is mg/dL, the model was fitted with mmol/L");
    }

    private static Evaluation evaluate(Scorer<Visit, Risk> scorer, Optional<Evaluator.Champion<Visit>> champion) {
        return Evaluator.evaluate(
                PLAN,
                MODEL,
                scorer,
                Plans.cohort(VISITS),
                IntStream.range(0, VISITS.size()).toArray(),
                champion);
    }

    private static boolean[] happened(List<Visit> visits) {
        boolean[] happened = new boolean[visits.size()];
        for (int i = 0; i < happened.length; i++) {
            happened[i] = ((Outcome.Known<Risk>) visits.get(i).outcome()).truth() == 1;
        }
        return happened;
    }
}
