package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.base.cart.InternalNode;
import smile.base.cart.LeafNode;
import smile.base.cart.Node;
import smile.data.DataFrame;

class RandomForestTest {
    private static final RandomForest TRAINER = RandomForest.trees(40);

    @Test
    void theFormAnswersWhatSmileAnswers() {
        TrainingData data = Samples.ward(2000, 20240303);
        smile.classification.RandomForest smile = TRAINER.fitWithSmile(data, 7, 2);
        ModelForm form = TRAINER.form(data, smile);

        assertThatBothAgree(form, smile, new Magnified(data), Samples.ward(2000, 20240304));
    }

    /** Every threshold of the forest once, and its two neighbours among the doubles. */
    @Test
    void theFormAnswersWhatSmileAnswersOnTheThresholdsThemselves() {
        TrainingData data = Samples.ward(2000, 20240305);
        smile.classification.RandomForest smile = TRAINER.fitWithSmile(data, 7, 2);
        TreesForm form = (TreesForm) TRAINER.form(data, smile);

        List<List<Double>> thresholds = new ArrayList<>();
        for (int c = 0; c < form.columns(); c++) {
            thresholds.add(new ArrayList<>());
        }
        for (TreesForm.Tree tree : form.trees()) {
            for (int node = 0; node < tree.size(); node++) {
                if (tree.column(node) >= 0) {
                    thresholds.get(tree.column(node)).add(tree.threshold(node));
                }
            }
        }
        assertThat(thresholds).allSatisfy(of -> assertThat(of).isNotEmpty());
        SplittableRandom random = new SplittableRandom(11);
        double[][] rows = new double[2000][form.columns()];
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                double at =
                        thresholds.get(c).get(random.nextInt(thresholds.get(c).size()));
                int neighbour = random.nextInt(3);
                row[c] = neighbour == 0 ? at : neighbour == 1 ? Math.nextUp(at) : Math.nextDown(at);
            }
        }
        assertThatBothAgree(
                form, smile, new Magnified(data), TrainingData.of(data.columns(), rows, new double[rows.length]));
    }

    private static void assertThatBothAgree(
            ModelForm form, smile.classification.RandomForest smile, Magnified magnified, TrainingData data) {
        DataFrame frame = magnified.frame(data);
        double[][] rows = data.toRows();
        double[] posteriori = new double[2];
        for (int i = 0; i < rows.length; i++) {
            smile.predict(frame.get(i), posteriori);
            assertThat(FormInterpreter.risk(form, rows[i])).as("row " + i).isCloseTo(posteriori[1], within(1e-12));
        }
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {2, 3, 8})
    void theNumberOfThreadsDoesNotMatter(int threads) {
        TrainingData data = Samples.ward(1000, 5);

        ModelForm one = TRAINER.form(data, TRAINER.fitWithSmile(data, 3, 1));
        ModelForm many = TRAINER.form(data, TRAINER.fitWithSmile(data, 3, threads));

        assertThat(many.declaration()).isEqualTo(one.declaration());
        assertThat(TRAINER.fit(data, 3).declaration()).isEqualTo(one.declaration());
    }

    @Test
    void anotherSeedFitsAnotherForest() {
        TrainingData data = Samples.ward(500, 5);

        assertThat(TRAINER.fit(data, 4).declaration())
                .isNotEqualTo(TRAINER.fit(data, 3).declaration());
    }

    @Test
    void theTreesOfAForestDiffer() {
        TreesForm form = (TreesForm) TRAINER.fit(Samples.ward(500, 5), 3);

        assertThat(form.trees())
                .extracting(tree -> tree.declaration())
                .hasSize(40)
                .doesNotHaveDuplicates();
    }

    @Test
    void noLeafHoldsFewerRowsThanAllowedAndNoPathIsLonger() {
        RandomForest trainer = TRAINER.maxDepth(4).leafSize(30);
        smile.classification.RandomForest smile = trainer.fitWithSmile(Samples.ward(1000, 6), 3, 2);

        int longest = 0;
        for (smile.classification.RandomForest.Model model : smile.models()) {
            assertThat(leaves(model.tree.root()))
                    .allSatisfy(leaf -> assertThat(leaf.size()).isGreaterThanOrEqualTo(30));
            longest = Math.max(longest, model.tree.root().depth());
        }
        assertThat(longest).as("nodes on the longest way").isEqualTo(4);
    }

    @Test
    void aNodeThatMayTryEveryColumnTakesTheBest() {
        TrainingData data = Samples.ward(1000, 6);
        TreesForm all = (TreesForm) TRAINER.columnsTried(7).fit(data, 3);
        TreesForm one = (TreesForm) TRAINER.columnsTried(1).fit(data, 3);

        assertThat(TRAINER.columnsTried(100).fit(data, 3).declaration()).isEqualTo(all.declaration());
        assertThat(TRAINER.columnsTried(2).fit(data, 3).declaration())
                .as("floor(sqrt(7))")
                .isEqualTo(TRAINER.fit(data, 3).declaration());
        assertThat(rootColumns(all)).isLessThan(4);
        assertThat(rootColumns(one)).isGreaterThan(4);
    }

    private static long rootColumns(TreesForm form) {
        return form.trees().stream().mapToInt(tree -> tree.column(0)).distinct().count();
    }

    private static List<LeafNode> leaves(Node node) {
        if (node instanceof LeafNode leaf) {
            return List.of(leaf);
        }
        InternalNode inner = (InternalNode) node;
        List<LeafNode> leaves = new ArrayList<>(leaves(inner.trueChild()));
        leaves.addAll(leaves(inner.falseChild()));
        return leaves;
    }

    @ParameterizedTest(name = "2 to the power of {0}")
    @ValueSource(ints = {-43, -20, 20})
    void theUnitOfAColumnDoesNotMatter(int power) {
        TrainingData data = Samples.ward(500, 7);
        double[][] rows = data.toRows();
        double[][] rescaled = data.toRows();
        for (double[] row : rescaled) {
            row[2] = Math.scalb(row[2], power);
        }
        TrainingData other = TrainingData.of(
                data.columns(),
                rescaled,
                Arrays.stream(data.toClasses()).asDoubleStream().toArray());
        ModelForm form = TRAINER.fit(data, 3);
        ModelForm otherForm = TRAINER.fit(other, 3);

        for (int i = 0; i < rows.length; i++) {
            assertThat(FormInterpreter.risk(otherForm, rescaled[i])).isEqualTo(FormInterpreter.risk(form, rows[i]));
        }
    }

    @Test
    void aRareEventInLargeLeavesIsAFailedFitAndNotTheSameRiskForEverybody() {
        TrainingData data = Samples.ward(1000, 8);
        double[] truth = new double[data.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = data.value(i, 0) > 85 && data.value(i, 1) > 90 && i % 2 == 0 ? 1 : 0;
        }
        TrainingData rare = TrainingData.of(data.columns(), data.toRows(), truth);

        assertThatThrownBy(() -> TRAINER.leafSize(100).fit(rare, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("leaves of 100 rows");
        assertThat(TRAINER.leafSize(5).fit(rare, 1)).isInstanceOf(TreesForm.class);
    }

    /** The smallest samples: bootstraps leave few rows or none to judge a tree by. */
    @Test
    void aHandfulOfRowsIsFittedOrRefusedButNeverFailsOtherwise() {
        for (int n = 2; n < 12; n++) {
            for (int seed = 0; seed < 10; seed++) {
                double[] values = new double[n];
                double[] truth = new double[n];
                for (int i = 0; i < n; i++) {
                    values[i] = i;
                    truth[i] = i == 0 ? 1 : 0;
                }
                TrainingData few = Samples.column("a", values, truth);
                try {
                    ModelForm form =
                            RandomForest.trees(3).maxDepth(5).leafSize(1).fit(few, seed);
                    assertThat(FormInterpreter.risk(form, new double[] {0.5})).isBetween(0.0, 1.0);
                } catch (MlopsException e) {
                    assertThat(e).hasMessageContaining("random forest, 3 trees");
                }
            }
        }
    }

    @Test
    void dataWithoutColumnsAreAFailedFit() {
        TrainingData none = TrainingData.of(List.of(), new double[4][0], new double[] {0, 1, 0, 1});

        assertThatThrownBy(() -> TRAINER.fit(none, 1)).isInstanceOf(MlopsException.class);
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomForest.trees(0))
                .withMessage("count must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.maxDepth(1))
                .withMessage("maxDepth must be >= 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.leafSize(0))
                .withMessage("leafSize must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TRAINER.columnsTried(0))
                .withMessage("columnsTried must be >= 1, was 0");
    }

    @Test
    void everyParameterIsDeclared() {
        assertThat(List.of(
                        TRAINER,
                        RandomForest.trees(41),
                        TRAINER.maxDepth(19),
                        TRAINER.leafSize(9),
                        TRAINER.columnsTried(2)))
                .extracting(trainer -> trainer.declaration().json())
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
