package org.clinicalmlops.testkit.train;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;

/**
 * Computes what each {@link ModelForm} is defined to answer, step by step as its documentation says. It is for checking a trainer or
 * a faster interpreter, and is slow. Stateless.
 */
public final class FormInterpreter {
    private FormInterpreter() {}

    /**
     * @param form a fitted or given model
     * @param x one row of prepared columns, {@code x[form.columns()]}; only read. A linear form answers NaN if a value that it weighs
     *     is NaN; in a tree NaN goes where the node says
     * @return the risk, in [0, 1]; NaN for a points form with a missing value (NaN) in a column that a rule reads, and for trees of
     *     which one sends the row nowhere
     * @throws IllegalArgumentException if {@code x} is of another length
     */
    public static double risk(ModelForm form, double[] x) {
        if (x.length != form.columns()) {
            throw new IllegalArgumentException("x must have " + form.columns() + " columns, had " + x.length);
        }
        if (form instanceof LinearForm linear) {
            return linear(linear, x);
        }
        if (form instanceof TreesForm trees) {
            return trees(trees, x);
        }
        return points((PointsForm) form, x);
    }

    private static double linear(LinearForm form, double[] x) {
        double logOdds = form.intercept();
        for (int i = 0; i < x.length; i++) {
            logOdds += form.weight(i) * x[i];
        }
        return 1 / (1 + StrictMath.exp(-logOdds));
    }

    private static double trees(TreesForm form, double[] x) {
        double sum = form.base();
        double weights = 0;
        for (TreesForm.Tree tree : form.trees()) {
            sum += tree.weight() * leaf(tree, x);
            weights += tree.weight();
        }
        return form.leaves() == TreesForm.Leaves.PROBABILITIES ? sum / weights : 1 / (1 + StrictMath.exp(-sum));
    }

    /** Value of the leaf that a row comes to; NaN if it is sent nowhere. */
    private static double leaf(TreesForm.Tree tree, double[] x) {
        TreeNode node = tree.node(0);
        while (!(node instanceof TreeNode.Leaf end)) {
            Direction direction = node instanceof TreeNode.Threshold split
                    ? direction(split, x[split.column()])
                    : direction((TreeNode.Categories) node, x[((TreeNode.Categories) node).column()]);
            if (direction == Direction.UNDEFINED) {
                return Double.NaN;
            }
            int left = node.fold(none -> 0, TreeNode.Threshold::left, TreeNode.Categories::left);
            int right = node.fold(none -> 0, TreeNode.Threshold::right, TreeNode.Categories::right);
            node = tree.node(direction == Direction.LEFT ? left : right);
        }
        return end.value();
    }

    private static Direction direction(TreeNode.Threshold split, double x) {
        if (Double.isNaN(x)) {
            return split.missing();
        }
        return x <= split.threshold() ? Direction.LEFT : Direction.RIGHT;
    }

    private static Direction direction(TreeNode.Categories split, double x) {
        if (Double.isNaN(x)) {
            return split.missing();
        }
        if (x < 0 || x >= split.known() || x != Math.rint(x)) {
            return split.unseen();
        }
        return split.goLeft().contains((int) x) ? Direction.LEFT : Direction.RIGHT;
    }

    private static double points(PointsForm form, double[] x) {
        int total = 0;
        for (PointsForm.Rule rule : form.rules()) {
            double value = x[rule.column()];
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
            total += rule.earnedBy(value) ? rule.points() : 0;
        }
        return form.risk(total);
    }
}
