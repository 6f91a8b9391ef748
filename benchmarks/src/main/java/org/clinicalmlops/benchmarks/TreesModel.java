package org.clinicalmlops.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.smile.GradientBoosting;
import org.clinicalmlops.smile.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.vector.IntVector;

/** Models of trees of 30 numeric features, for each side of a comparison. */
final class TreesModel {
    static final int FEATURES = 30;
    static final int TREES = 200;
    static final int TRAINING_ROWS = 4000;
    static final long SEED = Rows.SEED + 4;
    static final GradientBoosting BOOSTING = GradientBoosting.trees(TREES);
    static final RandomForest FOREST = RandomForest.trees(TREES);

    private TreesModel() {}

    /** Trees of three splits on a way and 8 leaves at most. */
    static TreesForm boosted() {
        return (TreesForm) BOOSTING.fit(training(), SEED);
    }

    static TreesForm forest() {
        return (TreesForm) FOREST.fit(training(), SEED);
    }

    /** 500 complete trees of 6 levels, as an imported model has them: thresholds of floats, missing values to either side. */
    static TreesForm sixLevels() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values =
                Arrays.stream(Rows.of(FEATURES)).flatMapToDouble(Arrays::stream).toArray();
        List<TreesForm.Tree> trees = new ArrayList<>();
        int inner = (1 << 6) - 1;
        for (int t = 0; t < 500; t++) {
            List<TreeNode> nodes = new ArrayList<>();
            for (int i = 0; i < inner; i++) {
                nodes.add(new TreeNode.Threshold(
                        random.nextInt(FEATURES),
                        (float) values[random.nextInt(values.length)],
                        random.nextBoolean() ? Direction.LEFT : Direction.RIGHT,
                        2 * i + 1,
                        2 * i + 2));
            }
            for (int i = 0; i <= inner; i++) {
                nodes.add(new TreeNode.Leaf((float) random.nextDouble(-0.05, 0.05)));
            }
            trees.add(TreesForm.Tree.of(1, nodes));
        }
        return TreesForm.logOdds(FEATURES, -1.5, trees);
    }

    /** Rows whose risk depends on all features, as the logistic model of the other comparisons has it. */
    static TrainingData training() {
        double[][] rows = Rows.of(TRAINING_ROWS, FEATURES, Rows.SEED + 3);
        SplittableRandom random = new SplittableRandom(SEED);
        CompiledModel truth = new LogisticModel().compiled();
        double[] happened = new double[TRAINING_ROWS];
        for (int row = 0; row < TRAINING_ROWS; row++) {
            happened[row] = random.nextDouble() < truth.risk(rows[row]) ? 1 : 0;
        }
        return TrainingData.of(List.of(names()), rows, happened);
    }

    /** The training rows in Smile's type, with their classes as {@code y}. */
    static DataFrame frame() {
        TrainingData training = training();
        return DataFrame.of(training.toRows(), names()).merge(IntVector.of("y", training.toClasses()));
    }

    /** Rows in Smile's type. */
    static Tuple[] tuples(double[][] rows) {
        DataFrame frame = DataFrame.of(rows, names());
        Tuple[] tuples = new Tuple[rows.length];
        for (int row = 0; row < tuples.length; row++) {
            tuples[row] = Tuple.of(rows[row], frame.schema());
        }
        return tuples;
    }

    /** With the feature step that a fitted model has: a median for a missing number. */
    static Preparation preparation() {
        List<Column> columns = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            columns.add(new Column.Imputed(f, "x" + f, 0.1));
        }
        return new Preparation(columns);
    }

    private static String[] names() {
        String[] names = new String[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            names[f] = "x" + f;
        }
        return names;
    }
}
