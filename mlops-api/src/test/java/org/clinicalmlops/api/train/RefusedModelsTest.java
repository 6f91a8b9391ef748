package org.clinicalmlops.api.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.NamedTrainer;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model is made of, and how it is made, is refused where it is wrong, with name, rule and value. */
class RefusedModelsTest {
    private static final Direction RIGHT = Direction.RIGHT;
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"linear", "trees", "points", "training"})
    void aWrongModelIsRefusedWithNameRuleAndValue(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }

    static List<Object[]> linear() {
        return List.of(
                refused("intercept must be finite, was NaN", () -> LinearForm.of(NAN, new double[1])),
                refused("intercept must be finite, was Infinity", () -> LinearForm.of(INF, new double[1])),
                refused("weight 1 must be finite, was NaN", () -> LinearForm.of(0, new double[] {1, NAN})),
                refused("weight 0 must be finite, was -Infinity", () -> LinearForm.of(0, new double[] {-INF})));
    }

    static List<Object[]> trees() {
        return List.of(
                refused("a forest needs at least one tree", () -> TreesForm.of(1, List.of())),
                refused("columns must be 1 to 1048576, were 0", () -> TreesForm.of(0, List.of(leaf(1, 0.5)))),
                refused("column must be below 1, was 1", () -> TreesForm.of(1, List.of(stump(1, 0, 1, 2)))),
                refused("tree weight must be finite and > 0, was 0.0", () -> leaf(0, 0.5)),
                refused("tree weight must be finite and > 0, was NaN", () -> leaf(NAN, 0.5)),
                refused("tree weight must be finite and > 0, was Infinity", () -> leaf(INF, 0.5)),
                refused(
                        "tree arrays must be of one length >= 1, were 0, 0, 0, 0, 0",
                        () -> Tree.of(1, new int[0], new double[0], new int[0], new int[0], new double[0])),
                refused(
                        "tree arrays must be of one length >= 1, were 1, 1, 1, 2, 1",
                        () -> Tree.of(1, new int[] {-1}, new double[1], new int[1], new int[2], new double[1])),
                refused(
                        "node 0: the probability of a leaf must be in [0, 1], was 1.5",
                        () -> TreesForm.of(1, List.of(leaf(1, 1.5)))),
                refused(
                        "the weights of trees must have a finite sum, was Infinity",
                        () -> TreesForm.of(1, List.of(leaf(1.7e308, 0), leaf(1.7e308, 0)))),
                refused(
                        "the largest leaves must have a finite sum, was Infinity",
                        () -> TreesForm.logOdds(1, -1.7e308, List.of(leaf(1, 1.7e308)))),
                refused("base must be finite, was NaN", () -> TreesForm.logOdds(1, NAN, List.of(leaf(1, 0)))),
                refused("node 0: the value of a leaf must be finite, was NaN", () -> leaf(1, NAN)),
                refused("node 0: the column of a leaf must be -1, was -2", () -> node(-2, 0, 0, 0, 0.5)),
                refused("node 0: the threshold of a leaf must be 0, was NaN", () -> node(-1, NAN, 0, 0, 0.5)),
                refused("node 0: the left child of a leaf must be 0, was 1", () -> node(-1, 0, 1, 0, 0.5)),
                refused("node 0: the right child of a leaf must be 0, was 1", () -> node(-1, 0, 0, 1, 0.5)),
                refused("node 0: the threshold must be finite, was NaN", () -> stump(0, NAN, 1, 2)),
                refused("node 0: the left child must come after its parent, was 0", () -> stump(0, 0, 0, 2)),
                refused("node 0: the left child must come after its parent, was 3", () -> stump(0, 0, 3, 2)),
                refused("node 0: the right child must come after its parent, was -1", () -> stump(0, 0, 1, -1)),
                refused("node 0: the right child must come after its parent, was 3", () -> stump(0, 0, 1, 3)),
                refused(
                        "node 0: the value of an inner node must be 0, was NaN",
                        () -> Tree.of(
                                1,
                                new int[] {0, -1, -1},
                                new double[3],
                                new int[] {1, 0, 0},
                                new int[] {2, 0, 0},
                                new double[] {NAN, 0.1, 0.2})),
                refused(
                        "node 0: the right child must be the child of one node only, was 1",
                        () -> Tree.of(
                                1,
                                new int[] {0, -1},
                                new double[2],
                                new int[] {1, 0},
                                new int[] {1, 0},
                                new double[2])),
                refused(
                        "node 1: a node must be the child of another, was nobody's",
                        () -> Tree.of(1, List.of(new TreeNode.Leaf(0), new TreeNode.Leaf(1)))),
                refused("node 1024: the depth must be below 1024, was 1024", () -> deep(1025)),
                refused(
                        "known categories must be 1 to 4096, were 4097",
                        () -> new TreeNode.Categories(0, 4097, List.of(), RIGHT, RIGHT, 1, 2)),
                refused(
                        "codes that go left must rise from 0 and be below 3, were [1, 1]",
                        () -> new TreeNode.Categories(0, 3, List.of(1, 1), RIGHT, RIGHT, 1, 2)),
                refused(
                        "codes that go left must rise from 0 and be below 3, were [0, 3]",
                        () -> new TreeNode.Categories(0, 3, List.of(0, 3), RIGHT, RIGHT, 1, 2)),
                refused(
                        "node 1: the left child must come after its parent, was 0",
                        () -> Tree.of(
                                1,
                                new int[] {0, 0, -1},
                                new double[3],
                                new int[] {1, 0, 0},
                                new int[] {2, 2, 0},
                                new double[3])));
    }

    static List<Object[]> points() {
        PointsForm.Rule two = new PointsForm.Rule(0, 65, true, 2);
        PointsForm.Rule most = new PointsForm.Rule(0, 65, true, Integer.MAX_VALUE);
        PointsTable table = PointsTable.of("score").atLeast("age", "a", 65, 1);
        return List.of(
                refused("threshold must be finite, was NaN", () -> new PointsForm.Rule(0, NAN, true, 1)),
                refused("points must be >= 1, were 0", () -> new PointsForm.Rule(0, 1, true, 0)),
                refused("a score needs at least one rule", () -> PointsForm.of(1, List.of(), new double[] {0.1})),
                refused(
                        "a score needs at least one rule",
                        () -> PointsTable.of("empty").risks(0.1)),
                refused(
                        "column must be in [0, 1), was 1",
                        () -> PointsForm.of(1, List.of(new PointsForm.Rule(1, 65, true, 2)), new double[3])),
                refused(
                        "column must be in [0, 1), was -1",
                        () -> PointsForm.of(1, List.of(new PointsForm.Rule(-1, 65, true, 2)), new double[3])),
                refused(
                        "the rules allow totals 0 to 2, so risks must list 3 values, had 2",
                        () -> PointsForm.of(1, List.of(two), new double[2])),
                refused(
                        "the rules allow totals 0 to 4294967296, so risks must list 4294967297 values, had 1",
                        () -> PointsForm.of(1, List.of(two, most, most), new double[1])),
                refused("risk must be in [0, 1], was NaN", () -> table.risks(0.1, NAN)),
                refused("risk must be in [0, 1], was 1.1", () -> table.risks(0.1, 1.1)),
                refused("threshold must be finite, was Infinity", () -> table.above("age", "a", INF, 1)),
                refused("points must be >= 1, were -1", () -> table.level("ward", "icu", -1)),
                refused(
                        "a level goes with a categorical feature only: 'ward'",
                        () -> table.level("ward", "", 1).risks(0.1, 0.2, 0.3)),
                refused(
                        "feature declared twice: 'age'",
                        () -> table.atLeast("age", "mo", 780, 1).risks(0.1, 0.2, 0.3)));
    }

    static List<Object[]> training() {
        Train<Risk> best = Train.bestBy(NamedMetric.BRIER, List.of(new NamedTrainer("logistic", 0.1)));
        Train<Risk> given =
                Train.given(PointsTable.of("score").atLeast("age", "a", 65, 1).risks(0.1, 0.2));
        return List.of(
                refused("at least one trainer is needed", () -> Train.bestBy(NamedMetric.BRIER, List.of())),
                refused("folds must be >= 2, was 1", () -> best.folds(1)),
                refused(
                        "a given model is used as it is: calibrated() would change nothing of 'score'",
                        given::calibrated),
                refused(
                        "a given model is used as it is: folds(10) would change nothing of 'score'",
                        () -> given.folds(10)),
                refused("a given model is used as it is: seed(1) would change nothing of 'score'", () -> given.seed(1)),
                refused(
                        "rows and truth must be of one length, were 1 and 2",
                        () -> TrainingData.of(List.of("a"), new double[1][1], new double[2])),
                refused(
                        "row 0 must have 1 columns, had 2",
                        () -> TrainingData.of(List.of("a"), new double[1][2], new double[1])),
                refused(
                        "column 'b' must be finite, was NaN in row 0",
                        () -> TrainingData.of(List.of("a", "b"), new double[][] {{0, NAN}}, new double[1])),
                refused(
                        "column named twice: 'a'",
                        () -> TrainingData.of(List.of("a", "a"), new double[1][2], new double[1])),
                refused(
                        "truth must be finite, was NaN in row 1",
                        () -> TrainingData.of(List.of("a"), new double[2][1], new double[] {0, NAN})),
                refused("a refusal needs at least one difference", () -> new Binding.Refused<>(List.of())));
    }

    @Test
    void aTruthThatIsNeitherEventNorNoneHasNoClass() {
        TrainingData data = TrainingData.of(List.of("a"), new double[2][1], new double[] {1, 0.5});

        assertThat(TrainingData.of(List.of("a"), new double[2][1], new double[] {1, 0})
                        .toClasses())
                .containsExactly(1, 0);
        assertThatIllegalStateException()
                .isThrownBy(data::toClasses)
                .withMessage("truth must be 0 or 1, was 0.5 in row 1");
    }

    private static Tree leaf(double weight, double probability) {
        return Tree.of(weight, new int[] {-1}, new double[1], new int[1], new int[1], new double[] {probability});
    }

    /** Every left child splits again. */
    private static Tree deep(int splits) {
        List<TreeNode> nodes = new ArrayList<>();
        for (int i = 0; i < splits; i++) {
            nodes.add(new TreeNode.Threshold(0, -i, RIGHT, i + 1, splits + 1 + i));
        }
        for (int i = 0; i <= splits; i++) {
            nodes.add(new TreeNode.Leaf(0.5));
        }
        return Tree.of(1, nodes);
    }

    private static Tree node(int column, double threshold, int left, int right, double leaf) {
        return Tree.of(
                1, new int[] {column}, new double[] {threshold}, new int[] {left}, new int[] {right}, new double[] {leaf
                });
    }

    private static Tree stump(int column, double threshold, int left, int right) {
        return Tree.of(
                1,
                new int[] {column, -1, -1},
                new double[] {threshold, 0, 0},
                new int[] {left, 0, 0},
                new int[] {right, 0, 0},
                new double[] {0, 0.1, 0.9});
    }

    private static Object[] refused(String message, ThrowingCallable made) {
        return new Object[] {message, made};
    }
}
