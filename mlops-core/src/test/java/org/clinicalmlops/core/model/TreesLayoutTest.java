package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.testkit.train.FormInterpreter;
import org.junit.jupiter.api.Test;

class TreesLayoutTest {
    private static final int COLUMNS = 10;

    private static TreesForm form(int trees, int least, int most) {
        RandomTrees.Shape shape = new RandomTrees.Shape(COLUMNS, trees, least, most, false, 2);
        return RandomTrees.of(new SplittableRandom(1), shape, TreesForm.Leaves.LOG_ODDS);
    }

    @Test
    void theShapeChoosesTheLayout() {
        assertThat(TreesLayout.fastest(form(200, 3, 3))).isEqualTo(TreesLayout.BIT_VECTORS);
        assertThat(TreesLayout.fastest(form(300, 6, 6))).isEqualTo(TreesLayout.PADDED);
        assertThat(TreesLayout.fastest(form(30, 3, 14))).isEqualTo(TreesLayout.PACKED);
        assertThat(TreesLayout.fastest(askingForManySets(500))).isEqualTo(TreesLayout.FLAT);
    }

    /** One tree of one leaf, one of 64 leaves and one of 65: the widths of bit vectors. */
    @Test
    void treesOfAnyWidthHaveTheBitsOfTheirDefinition() {
        for (int leaves : new int[] {1, 2, 3, 8, 9, 16, 17, 32, 33, 64, 65}) {
            TreesForm form = TreesForm.logOdds(1, 0.5, Collections.nCopies(7, chain(leaves)));
            for (TreesLayout layout : TreesLayout.values()) {
                if (layout.takes(form)) {
                    Kernel kernel = layout.of(form);
                    for (double x = -2; x < leaves + 1; x += 0.5) {
                        double[] row = {x};
                        assertThat(kernel.risk(row, new int[kernel.ranks()]))
                                .as("%s, %s leaves, %s", layout, leaves, x)
                                .isEqualTo(FormInterpreter.risk(form, row));
                    }
                }
            }
            assertThat(TreesLayout.BIT_VECTORS.takes(form)).isEqualTo(leaves <= 64);
        }
    }

    @Test
    void aLayoutThatDoesNotTakeTheFormIsRefused() {
        Preparation one = new Preparation(List.of(new Column.AsIs(0, "x")));
        TreesForm form = TreesForm.logOdds(1, 0, List.of(chain(65)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompiledModel.inLayout(one, form, Recalibration.NONE, TreesLayout.BIT_VECTORS))
                .withMessage("trees do not fit into the layout BIT_VECTORS");
    }

    /** Leaf k for values above k - 1 and up to k. */
    private static TreesForm.Tree chain(int leaves) {
        List<TreeNode> nodes = new ArrayList<>();
        for (int i = 0; i < leaves - 1; i++) {
            nodes.add(new TreeNode.Leaf(0.01 * i));
            nodes.add(nodes.size() - 1, new TreeNode.Threshold(0, i, Direction.LEFT, 2 * i + 1, 2 * i + 2));
        }
        nodes.add(new TreeNode.Leaf(-0.5));
        return TreesForm.Tree.of(1, nodes);
    }

    /** Deep trees in which hardly two nodes ask for the same set. */
    private static TreesForm askingForManySets(int splits) {
        SplittableRandom random = new SplittableRandom(3);
        List<TreeNode> nodes = new ArrayList<>();
        for (int i = 0; i < splits; i++) {
            List<Integer> codes = new ArrayList<>();
            for (int code = 0; code < 64; code++) {
                if (random.nextBoolean()) {
                    codes.add(code);
                }
            }
            nodes.add(new TreeNode.Categories(0, 64, codes, Direction.LEFT, Direction.RIGHT, 2 * i + 1, 2 * i + 2));
            nodes.add(new TreeNode.Leaf(0.1));
        }
        nodes.add(new TreeNode.Leaf(0.2));
        return TreesForm.logOdds(1, 0, List.of(TreesForm.Tree.of(1, nodes)));
    }
}
