package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.testkit.train.FormInterpreter;
import org.clinicalmlops.testkit.train.TrainerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;

class GradientBoostingTest {
    private static final GradientBoosting TRAINER = GradientBoosting.trees(40);

    @Test
    void theFormAnswersWhatSmileAnswers() {
        TrainingData data = Samples.ward(2000, 20240401);
        GradientTreeBoost smile = TRAINER.fitWithSmile(data, 7);
        ModelForm form = TRAINER.form(data, smile);

        assertThatBothAgree(form, smile, new Magnified(data), Samples.ward(2000, 20240402));
    }

    /** Thresholds of the model, and their neighbours among the doubles. */
    @Test
    void theFormAnswersWhatSmileAnswersOnTheThresholdsThemselves() {
        TrainingData data = Samples.ward(2000, 20240403);
        GradientTreeBoost smile = TRAINER.fitWithSmile(data, 7);
        TreesForm form = (TreesForm) TRAINER.form(data, smile);
        List<List<Double>> thresholds = new ArrayList<>();
        for (int c = 0; c < form.columns(); c++) {
            thresholds.add(new ArrayList<>(List.of(0.0)));
        }
        for (TreesForm.Tree tree : form.trees()) {
            for (int node = 0; node < tree.size(); node++) {
                if (tree.column(node) >= 0) {
                    thresholds.get(tree.column(node)).add(tree.threshold(node));
                }
            }
        }
        SplittableRandom random = new SplittableRandom(11);
        double[][] rows = new double[2000][form.columns()];
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                List<Double> of = thresholds.get(c);
                double at = of.get(random.nextInt(of.size()));
                int neighbour = random.nextInt(3);
                row[c] = neighbour == 0 ? at : neighbour == 1 ? Math.nextUp(at) : Math.nextDown(at);
            }
        }
        assertThatBothAgree(
                form, smile, new Magnified(data), TrainingData.of(data.columns(), rows, new double[rows.length]));
    }

    private static void assertThatBothAgree(
            ModelForm form, GradientTreeBoost smile, Magnified magnified, TrainingData data) {
        DataFrame frame = magnified.frame(data);
        double[][] rows = data.toRows();
        double[] posteriori = new double[2];
        for (int i = 0; i < rows.length; i++) {
            smile.predict(frame.get(i), posteriori);
            assertThat(FormInterpreter.risk(form, rows[i])).as("row " + i).isCloseTo(posteriori[1], within(1e-12));
        }
    }

    @Test
    void anotherSeedFitsOtherTreesUnlessEveryTreeSeesAllRows() {
        TrainingData data = Samples.ward(500, 5);

        assertThat(TRAINER.fit(data, 4).declaration())
                .isNotEqualTo(TRAINER.fit(data, 3).declaration());
        assertThat(TRAINER.subsample(1).fit(data, 4).declaration())
                .isEqualTo(TRAINER.subsample(1).fit(data, 3).declaration());
    }

    @Test
    void treesAreNotDeeperAndHaveNoMoreLeavesThanAllowed() {
        TreesForm form = (TreesForm) TRAINER.maxDepth(5).maxLeaves(6).fit(Samples.ward(1000, 6), 3);

        int mostLeaves = 0;
        int longest = 0;
        for (TreesForm.Tree tree : form.trees()) {
            int[] nodes = new int[tree.size()];
            nodes[0] = 1;
            for (int i = 0; i < nodes.length; i++) {
                longest = Math.max(longest, nodes[i]);
                if (tree.column(i) >= 0) {
                    nodes[tree.left(i)] = nodes[i] + 1;
                    nodes[tree.right(i)] = nodes[i] + 1;
                }
            }
            mostLeaves = Math.max(mostLeaves, tree.size() / 2 + 1);
        }
        assertThat(mostLeaves).isEqualTo(6);
        assertThat(longest).isLessThanOrEqualTo(5);
    }

    @Test
    void leavesTooLargeForAnySplitAreAFailedFitAndNotTheSameRiskForEverybody() {
        assertThatThrownBy(() -> TRAINER.leafSize(400).fit(Samples.ward(500, 8), 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("leaves of 400 rows");
    }

    @Test
    void dataWithoutColumnsAreAFailedFit() {
        TrainingData none = TrainingData.of(List.of(), new double[4][0], new double[] {0, 1, 0, 1});

        assertThatThrownBy(() -> TRAINER.fit(none, 1)).isInstanceOf(MlopsException.class);
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientBoosting.trees(0))
                .withMessage("count must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.maxDepth(1))
                .withMessage("maxDepth must be >= 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.maxLeaves(1))
                .withMessage("maxLeaves must be >= 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.leafSize(0))
                .withMessage("leafSize must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.shrinkage(0))
                .withMessage("shrinkage must be in (0, 1], was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.subsample(Double.NaN))
                .withMessage("subsample must be in (0, 1], was NaN");
    }

    @Test
    void everyParameterIsDeclaredAndChangesTheModel() {
        TrainingData data = Samples.ward(500, 9);
        List<GradientBoosting> all = List.of(
                TRAINER,
                GradientBoosting.trees(41),
                TRAINER.maxDepth(3),
                TRAINER.maxLeaves(5),
                TRAINER.leafSize(30),
                TRAINER.shrinkage(0.1),
                TRAINER.subsample(0.6));

        assertThat(all).extracting(trainer -> trainer.declaration().json()).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(trainer -> trainer.fit(data, 1).declaration().json())
                .doesNotHaveDuplicates();
    }

    @Nested
    class Contract extends TrainerContract {
        @Override
        protected Trainer<Risk> trainer() {
            return TRAINER;
        }

        @Override
        protected Trainer<Risk> otherwise() {
            return TRAINER.leafSize(5);
        }
    }
}
