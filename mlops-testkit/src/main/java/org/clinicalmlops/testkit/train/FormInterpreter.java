package org.clinicalmlops.testkit.train;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
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
     *     is NaN; in a tree NaN goes to the right child, since it is not at or below any threshold
     * @return the risk, in [0, 1]; NaN for a points form with a missing value (NaN) in a column that a rule reads
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
        double sum = 0;
        double weights = 0;
        for (TreesForm.Tree tree : form.trees()) {
            sum += tree.weight() * tree.leaf(leafOf(tree, x));
            weights += tree.weight();
        }
        return sum / weights;
    }

    private static int leafOf(TreesForm.Tree tree, double[] x) {
        int node = 0;
        while (tree.column(node) >= 0) {
            node = x[tree.column(node)] <= tree.threshold(node) ? tree.left(node) : tree.right(node);
        }
        return node;
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
