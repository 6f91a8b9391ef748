package org.clinicalmlops.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final List<Visit> VISITS = Visit.daily(400, 3);

    @Test
    void theBestByCrossValidationIsChosenWhereverItStands() {
        Candidate<Visit, Risk> last = train(bestOf(Trainers.prevalence(), Trainers.discriminant(0)));
        Candidate<Visit, Risk> first = train(bestOf(Trainers.discriminant(0), Trainers.prevalence()));

        assertThat(last.trainer()).isEqualTo("discriminant 0.0");
        assertThat(first.trainer()).isEqualTo("discriminant 0.0");
        assertThat(first.artifact().digest()).isEqualTo(last.artifact().digest());
        assertThat(last.scores())
                .extracting(Candidate.Score::trainer)
                .containsExactly("prevalence", "discriminant 0.0");
        assertThat(known(last.scores().get(1))).isLessThan(known(last.scores().get(0)));
    }

    @Test
    void withTiesTheFirstWins() {
        Trainer<Risk> one = Trainers.of("one", Trainers.discriminant(0)::fit);
        Trainer<Risk> other = Trainers.of("other", Trainers.discriminant(0)::fit);

        assertThat(train(bestOf(one, other)).trainer()).isEqualTo("one");
        assertThat(train(bestOf(other, one)).trainer()).isEqualTo("other");
    }

    @Test
    void aMetricThatIsBetterWhenHigherChoosesTheHigher() {
        Train<Risk> byAuroc = Train.bestBy(Metrics.auroc(), List.of(Trainers.prevalence(), Trainers.discriminant(0)));

        assertThat(train(byAuroc).trainer()).isEqualTo("discriminant 0.0");
    }

    @Test
    void twiceTheSameGivesTheSameModel() {
        Train<Risk> train =
                bestOf(Trainers.seeded(), Trainers.stumps()).calibrated().seed(7);

        assertThat(train(train).artifact().digest())
                .isEqualTo(train(train).artifact().digest());
    }

    @Test
    void theSeedChangesTheFoldsAndWhatATrainerDraws() {
        Train<Risk> drawn = bestOf(Trainers.seeded());
        Train<Risk> folded = bestOf(Trainers.discriminant(0)).calibrated();

        assertThat(train(drawn.seed(1)).artifact().digest())
                .isNotEqualTo(train(drawn.seed(2)).artifact().digest());
        assertThat(train(folded.seed(1)).scores())
                .isNotEqualTo(train(folded.seed(2)).scores());
        assertThat(train(folded.seed(1)).artifact().digest())
                .as("recalibrated on other folds")
                .isNotEqualTo(train(folded.seed(2)).artifact().digest());
    }

    @Test
    void theNumberOfFoldsChangesTheScores() {
        Train<Risk> train = bestOf(Trainers.discriminant(0));

        assertThat(train(train.folds(4)).scores())
                .isNotEqualTo(train(train.folds(5)).scores());
    }

    /** A trainer that sums doubles may still differ in the last bits: only what core does itself is independent of the order. */
    @Test
    void foldsAndPreparationDoNotDependOnTheOrderOfRows() {
        List<Visit> shuffled = new ArrayList<>(VISITS);
        Collections.shuffle(shuffled, new Random(4));
        Trainer<Risk> counting = Trainers.of("counting", (data, seed) -> {
            double[] weights = new double[data.columns().size()];
            weights[0] = data.size() / 1000.0;
            weights[1] = IntStream.range(0, data.size())
                            .filter(i -> data.truth(i) == 1)
                            .count()
                    / 10_000.0;
            return LinearForm.of(-5, weights);
        });
        Train<Risk> counts = bestOf(counting).calibrated();

        assertThat(withoutRecalibration(train(counts, rows(shuffled))))
                .isEqualTo(withoutRecalibration(train(counts, rows(VISITS))));
        assertThat(known(train(counts, rows(shuffled)).scores().get(0)))
                .isCloseTo(known(train(counts, rows(VISITS)).scores().get(0)), within(1e-12));
    }

    private static Object withoutRecalibration(Candidate<Visit, Risk> candidate) {
        ModelArtifact model = (ModelArtifact) candidate.artifact();
        return List.of(
                model.preparation().declaration(),
                model.form().declaration(),
                model.levels().declaration());
    }

    @Test
    void rowsOfAPatientAreInOneFold() {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            visits.add(VISITS.get(i).withPatient("P" + i % 40));
        }
        TrainingRows rows = rows(visits);
        Folds folds = Folds.of(rows, 5, 1);

        for (int fold = 0; fold < 5; fold++) {
            List<String> inside = patients(rows, folds.inside(fold));
            assertThat(inside).isNotEmpty().doesNotContainAnyElementsOf(patients(rows, folds.outside(fold)));
            assertThat(inside).as("patients are dealt evenly").hasSize(8);
            assertThat(folds.inside(fold).length + folds.outside(fold).length).isEqualTo(300);
        }
    }

    private static List<String> patients(TrainingRows rows, int[] positions) {
        return IntStream.of(positions).mapToObj(rows::patient).distinct().toList();
    }

    @Test
    void oneOutcomeClassOnlyIsAnErrorThatCountsTheEvents() {
        List<Visit> survivors = VISITS.stream()
                .filter(v -> v.outcome().equals(Outcome.event(false, v.at().plus(Visit.HORIZON))))
                .toList();

        assertThatThrownBy(() -> train(bestOf(Trainers.prevalence()), rows(survivors)))
                .isInstanceOf(MlopsException.class)
                .hasMessage("the training rows hold one outcome class only: 0 events in " + survivors.size() + " rows");
    }

    @Test
    void aFoldThatLeavesOneClassOnlyIsNamed() {
        List<Visit> oneEvent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            oneEvent.add(Visit.of("P" + i, VISITS.get(i).at(), 50 + i, 1.0 + i, i % 2 == 0 ? "F" : "M", i == 3));
        }

        assertThatThrownBy(() -> train(bestOf(Trainers.prevalence()), rows(oneEvent)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("the rows outside fold")
                .hasMessageContaining("0 events");
    }

    @Test
    void aTrainerThatThrowsIsNamedAndItsMessageIsNot() {
        Trainer<Risk> broken = Trainers.of("broken", (data, seed) -> {
            throw new ArithmeticException("singular at value " + data.value(0, 0));
        });

        assertThatThrownBy(() -> train(bestOf(broken)))
                .isInstanceOf(MlopsException.class)
                .hasMessage("trainer 'broken' failed: ArithmeticException");
    }

    @Test
    void aTrainersOwnWordPassesThrough() {
        Trainer<Risk> broken = Trainers.of("broken", (data, seed) -> {
            throw new MlopsException("did not converge in 100 steps");
        });

        assertThatThrownBy(() -> train(bestOf(broken)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("did not converge in 100 steps");
    }

    @Test
    void aTrainerOfAnotherNumberOfColumnsIsNamed() {
        Trainer<Risk> narrow = Trainers.of("narrow", (data, seed) -> LinearForm.of(0, new double[1]));

        assertThatThrownBy(() -> train(bestOf(narrow)))
                .isInstanceOf(MlopsException.class)
                .hasMessage("trainer 'narrow' made a model of 1 columns from 4");
    }

    @Test
    void aTrainerThatMakesNothingIsNamed() {
        Trainer<Risk> empty = Trainers.of("empty", (data, seed) -> null);

        assertThatThrownBy(() -> train(bestOf(empty)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("trainer 'empty'");
    }

    @Test
    void aModelWithoutAnAnswerOutsideOfItsTrainingRowsIsNamed() {
        Trainer<Risk> wild = Trainers.of("wild", (data, seed) -> LinearForm.of(0, new double[] {1e308, -1e308, 0, 0}));

        assertThatThrownBy(() -> train(bestOf(wild)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("trainer 'wild'")
                .hasMessageContaining("gives no risk");
    }

    @Test
    void aTrainerThatCannotBeJudgedLosesAndIfNoneCanItIsAnError() {
        List<Visit> few = VISITS.subList(0, 16); // fewer than ten of a class: no AUROC
        Train<Risk> byAuroc = Train.bestBy(Metrics.auroc(), List.of(Trainers.prevalence()));

        assertThatThrownBy(() -> train(byAuroc.folds(2), rows(few)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("no trainer could be judged by auroc")
                .hasMessageContaining("TooFew");
    }

    @Test
    void calibrationIsTheLogisticRecalibrationOfTheOutOfFoldPredictions() {
        ModelArtifact plain = model(train(bestOf(Trainers.discriminant(0))));
        ModelArtifact calibrated = model(train(bestOf(Trainers.discriminant(0)).calibrated()));

        assertThat(plain.recalibration()).isEqualTo(Recalibration.NONE);
        assertThat(calibrated.recalibration()).isNotEqualTo(Recalibration.NONE);
        assertThat(calibrated.form().declaration()).isEqualTo(plain.form().declaration());
        assertThat(calibrated.recalibration()).isEqualTo(byHand(Trainers.discriminant(0)));
    }

    /** Oracle: the definition, written out with nothing of {@link Training}. */
    private static Recalibration byHand(Trainer<Risk> trainer) {
        TrainingRows rows = rows(VISITS);
        Folds folds = Folds.of(rows, 5, 0);
        double[] risks = new double[rows.size()];
        boolean[] happened = new boolean[rows.size()];
        for (int fold = 0; fold < 5; fold++) {
            var table = rows.rows(folds.outside(fold)).features();
            var preparation = Preparation.fit(table, table.levels());
            var data = TrainingData.of(
                    preparation.names(),
                    preparation.prepare(table, table.levels()),
                    rows.rows(folds.outside(fold)).truth());
            LinearForm form = (LinearForm) trainer.fit(data, 0);
            int[] inside = folds.inside(fold);
            double[][] x = preparation.prepare(rows.features().rows(inside), table.levels());
            for (int i = 0; i < inside.length; i++) {
                double sum = form.intercept();
                for (int c = 0; c < x[i].length; c++) {
                    sum += form.weight(c) * x[i][c];
                }
                risks[inside[i]] = 1 / (1 + StrictMath.exp(-sum));
                happened[inside[i]] = rows.happened(inside[i]);
            }
        }
        return LogisticRecalibration.fit(risks, happened)
                .fold(fitted -> new Recalibration(fitted.intercept(), fitted.slope()), undetermined -> {
                    throw new AssertionError(undetermined.reason());
                });
    }

    @Test
    void aModelThatCannotBeCalibratedIsAnError() {
        Trainer<Risk> constant = Trainers.of("constant", (data, seed) -> LinearForm.of(0, new double[4]));

        assertThatThrownBy(() -> train(bestOf(constant).calibrated()))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("cannot be calibrated");
    }

    @Test
    void aGivenModelIsTakenAsItIs() {
        Candidate<Visit, Risk> candidate = train(Train.given(score("mmol/L")));
        ModelArtifact model = model(candidate);

        assertThat(candidate.trainer()).isEqualTo("score");
        assertThat(candidate.scores()).isEmpty();
        assertThat(model.form().declaration()).isEqualTo(score("mmol/L").form().declaration());
        assertThat(model.schema().features()).extracting("name").containsExactly("lactate", "sex");
        assertThat(model.levels().of(1))
                .as("those that the score names and those that occur")
                .containsExactly("F", "M", "X");
    }

    @Test
    void aGivenModelNeedsNoOutcomeOfBothClasses() {
        List<Visit> survivors = VISITS.stream()
                .filter(v -> v.outcome().equals(Outcome.event(false, v.at().plus(Visit.HORIZON))))
                .toList();

        assertThat(train(Train.given(score("mmol/L")), rows(survivors)).trainer())
                .isEqualTo("score");
    }

    @Test
    void aGivenModelWithAnotherUnitOrWithoutItsInputIsRefused() {
        FeatureSet<Visit> withoutSex = FeatureSet.of(Visit.class)
                .patient(Visit::patient)
                .indexedAt(Visit::at)
                .numericOrNull("lactate", "mmol/L", Visit::lactate);
        GivenModel<Risk> ageAsCategory =
                PointsTable.of("score").level("age", "old", 1).risks(0.1, 0.2);

        assertThatThrownBy(() -> train(Train.given(score("mg/dL"))))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("the model 'score' needs")
                .hasMessageContaining("mg/dL")
                .hasMessageContaining("mmol/L");
        assertThatThrownBy(() -> train(Train.given(score("mmol/L")), rows(VISITS, withoutSex)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("sex")
                .hasMessageContaining("none of that name");
        assertThatThrownBy(() -> train(Train.given(ageAsCategory)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("age");
    }

    @Test
    void progressIsTold() {
        List<String> told = new ArrayList<>();
        new Training(Digest.of("plan"), Digest.of("data"), told::add)
                .run(bestOf(Trainers.prevalence()).folds(2), Plans.features(), rows(VISITS));

        assertThat(told)
                .containsExactly(
                        "cross-validating prevalence: part 1 of 2",
                        "cross-validating prevalence: part 2 of 2",
                        "fitting prevalence on all 400 training rows");
    }

    private static GivenModel<Risk> score(String unit) {
        return PointsTable.of("score")
                .atLeast("lactate", unit, 2, 1)
                .above("lactate", unit, 4, 2)
                .level("sex", "X", 1)
                .risks(0.05, 0.1, 0.2, 0.4, 0.8);
    }

    private static Train<Risk> bestOf(Trainer<Risk> only) {
        return Train.bestBy(Metrics.brier(), List.of(only));
    }

    private static Train<Risk> bestOf(Trainer<Risk> one, Trainer<Risk> other) {
        return Train.bestBy(Metrics.brier(), List.of(one, other));
    }

    private static Candidate<Visit, Risk> train(Train<Risk> train) {
        return train(train, rows(VISITS));
    }

    private static Candidate<Visit, Risk> train(Train<Risk> train, TrainingRows rows) {
        return new Training(Digest.of("plan"), Digest.of("data"), message -> {}).run(train, Plans.features(), rows);
    }

    private static TrainingRows rows(List<Visit> visits) {
        return rows(visits, Plans.features());
    }

    private static TrainingRows rows(List<Visit> visits, FeatureSet<Visit> features) {
        Cohort<Visit> cohort = Plans.cohort(visits, features);
        return TrainingRows.of(cohort, IntStream.range(0, cohort.size()).toArray());
    }

    private static ModelArtifact model(Candidate<Visit, Risk> candidate) {
        return (ModelArtifact) candidate.artifact();
    }

    private static double known(Candidate.Score score) {
        return ((Estimate.Known) score.outOfFold()).value();
    }
}
