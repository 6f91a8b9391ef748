package org.clinicalmlops.testkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.junit.jupiter.api.Test;

/** Oracle: by hand. */
class FormInterpreterTest {
    /** Log-odds -1 + 2 * 1 - 0.5 * 2 = 0; with a first column of 1 + ln(3) / 2 they are ln 3, odds of 3 to 1. */
    @Test
    void aLinearFormIsTheLogisticFunctionOfTheSum() {
        LinearForm form = LinearForm.of(-1, new double[] {2, -0.5});

        assertThat(FormInterpreter.risk(form, new double[] {1, 2})).isEqualTo(0.5);
        assertThat(FormInterpreter.risk(form, new double[] {1 + Math.log(3) / 2, 2}))
                .isCloseTo(0.75, within(1e-15));
        assertThat(FormInterpreter.risk(form, new double[] {-1e6, 0})).isZero();
        assertThat(FormInterpreter.risk(form, new double[] {1e6, 0})).isOne();
        assertThat(FormInterpreter.risk(form, new double[] {Double.NaN, 0})).isNaN();
    }

    /** Weights 1 and 3: (1 * 0.25 + 3 * 0.5) / 4 up to the threshold, (1 * 0.75 + 3 * 0.5) / 4 above it. */
    @Test
    void aForestIsTheWeightedMeanOfTheLeavesAndAThresholdGoesLeft() {
        TreesForm.Tree split = TreesForm.Tree.of(
                1,
                new int[] {1, -1, -1},
                new double[] {2, 0, 0},
                new int[] {1, 0, 0},
                new int[] {2, 0, 0},
                new double[] {0, 0.25, 0.75});
        TreesForm.Tree leaf =
                TreesForm.Tree.of(3, new int[] {-1}, new double[1], new int[1], new int[1], new double[] {0.5});
        TreesForm form = TreesForm.of(2, List.of(split, leaf));

        assertThat(FormInterpreter.risk(form, new double[] {9, 2})).isEqualTo(0.4375);
        assertThat(FormInterpreter.risk(form, new double[] {-9, Math.nextUp(2.0)}))
                .isEqualTo(0.5625);
        assertThat(FormInterpreter.risk(form, new double[] {0, Double.NaN})).isEqualTo(0.5625);
    }

    /** Log odds -1 + 2 * 0.5 and -1 + 2 * (0.5 + ln(3) / 2): odds of 1 and of 3 to 1. */
    @Test
    void boostingIsTheLogisticFunctionOfBaseAndLeaves() {
        TreesForm form = TreesForm.logOdds(
                1,
                -1,
                List.of(TreesForm.Tree.of(
                        2,
                        List.of(
                                new TreeNode.Threshold(0, 7, Direction.LEFT, 1, 2),
                                new TreeNode.Leaf(0.5),
                                new TreeNode.Leaf(0.5 + Math.log(3) / 2)))));

        assertThat(FormInterpreter.risk(form, new double[] {7})).isEqualTo(0.5);
        assertThat(FormInterpreter.risk(form, new double[] {8})).isCloseTo(0.75, within(1e-15));
        assertThat(FormInterpreter.risk(form, new double[] {Double.NaN})).isEqualTo(0.5);
    }

    @Test
    void missingAndUnseenValuesGoWhereTheNodeSaysOrNowhere() {
        TreesForm form = TreesForm.of(
                2,
                List.of(TreesForm.Tree.of(
                        1,
                        List.of(
                                new TreeNode.Categories(0, 3, List.of(0, 2), Direction.LEFT, Direction.UNDEFINED, 1, 2),
                                new TreeNode.Leaf(0.1),
                                new TreeNode.Threshold(1, 5, Direction.UNDEFINED, 3, 4),
                                new TreeNode.Leaf(0.2),
                                new TreeNode.Leaf(0.3)))));

        for (double left : new double[] {0, 2, -1, 3, 1.5, 1e300, Double.POSITIVE_INFINITY}) {
            assertThat(FormInterpreter.risk(form, new double[] {left, Double.NaN}))
                    .as("" + left)
                    .isEqualTo(0.1);
        }
        assertThat(FormInterpreter.risk(form, new double[] {1, 5})).isEqualTo(0.2);
        assertThat(FormInterpreter.risk(form, new double[] {1, 6})).isEqualTo(0.3);
        assertThat(FormInterpreter.risk(form, new double[] {1, Double.NaN})).isNaN();
        assertThat(FormInterpreter.risk(form, new double[] {Double.NaN, 5})).isNaN();
    }

    @Test
    void aPointsFormLooksTheTotalUpAndIsUndefinedWhereAValueIsMissing() {
        PointsForm form = PointsForm.of(
                3,
                List.of(new PointsForm.Rule(0, 65, true, 1), new PointsForm.Rule(2, 7, false, 2)),
                new double[] {0.01, 0.02, 0.1, 0.4});

        assertThat(FormInterpreter.risk(form, new double[] {64, 0, 7})).isEqualTo(0.01);
        assertThat(FormInterpreter.risk(form, new double[] {65, 0, 7})).isEqualTo(0.02);
        assertThat(FormInterpreter.risk(form, new double[] {64, 0, 7.5})).isEqualTo(0.1);
        assertThat(FormInterpreter.risk(form, new double[] {65, Double.NaN, 8})).isEqualTo(0.4);
        assertThat(FormInterpreter.risk(form, new double[] {Double.NaN, 0, 8})).isNaN();
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormInterpreter.risk(LinearForm.of(0, new double[2]), new double[3]))
                .withMessage("x must have 2 columns, had 3");
    }
}
