package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreesForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.base.cart.DecisionNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;

class TreeReaderTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                1,
                -1,
                7,
                65.5,
                0.1,
                -0.30000000000000004,
                1e300,
                -1e300,
                1e-300,
                -1e-300,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                Double.MIN_NORMAL,
                -Double.MIN_NORMAL,
                4503599627370497.5,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                -Double.MAX_VALUE,
                // the largest threshold below the largest double, and the largest double itself
                0x1.ffffffffffffep1023,
                Double.MAX_VALUE
            })
    void theThresholdIsReadToTheBit(double threshold) {
        TreesForm.Tree tree = reader(3).read(split(2, threshold, leaf(9, 1), leaf(1, 9)), 1);

        assertThat(tree.threshold(0)).isEqualTo(threshold);
        assertThat(tree.column(0)).isEqualTo(2);
    }

    @Test
    void minusZeroIsTheSameThresholdAsZero() {
        TreesForm.Tree tree = reader(1).read(split(0, -0.0, leaf(9, 1), leaf(1, 9)), 1);

        assertThat(0.0 <= tree.threshold(0)).isTrue();
        assertThat(-0.0 <= tree.threshold(0)).isTrue();
        assertThat(Double.MIN_VALUE <= tree.threshold(0)).isFalse();
    }

    /** By hand: leaves are smoothed by one case of each class, (events + 1) / (rows + 2). */
    @Test
    void aTreeKeepsItsShapeItsWeightAndItsSmoothedLeaves() {
        Node root = split(1, 3, split(0, -2, leaf(7, 1), leaf(0, 4)), leaf(6, 0));

        TreesForm.Tree tree = reader(2).read(root, 0.75);

        assertThat(tree.weight()).isEqualTo(0.75);
        assertThat(tree.size()).isEqualTo(5);
        assertThat(tree.column(0)).isEqualTo(1);
        int inner = tree.left(0);
        assertThat(tree.column(inner)).isEqualTo(0);
        assertThat(tree.threshold(inner)).isEqualTo(-2);
        assertThat(tree.leaf(tree.left(inner))).isEqualTo(2.0 / 10);
        assertThat(tree.leaf(tree.right(inner))).isEqualTo(5.0 / 6);
        assertThat(tree.leaf(tree.right(0))).isEqualTo(1.0 / 8);
    }

    @Test
    void aTreeThatNeverSplitIsOneLeaf() {
        TreesForm.Tree tree = reader(2).read(leaf(2, 0), 1);

        assertThat(tree.size()).isEqualTo(1);
        assertThat(tree.column(0)).isEqualTo(-1);
        assertThat(tree.leaf(0)).isEqualTo(0.25);
    }

    /** For columns that are large already, so that they are not magnified. */
    private static TreeReader reader(int columns) {
        double[] large = new double[columns];
        Arrays.fill(large, 1 << 20);
        List<String> names = List.of("a", "b", "c").subList(0, columns);
        return new TreeReader(new Magnified(TrainingData.of(names, new double[][] {large}, new double[] {1})));
    }

    private static Node split(int column, double threshold, Node left, Node right) {
        return new OrdinalNode(column, threshold, 0, 0, left, right);
    }

    private static Node leaf(int none, int events) {
        return new DecisionNode(new int[] {none, events});
    }
}
