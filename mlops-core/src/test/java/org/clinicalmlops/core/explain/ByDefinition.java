package org.clinicalmlops.core.explain;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.model.ModelArtifact;

/**
 * Oracle: Shapley's definition, over all coalitions of features. A coalition's value is that of the row whose features are this patient's
 * within the coalition and the reference's outside it, as the definition of the form says.
 */
final class ByDefinition {
    final double[] amounts;
    final double base;
    final double total;
    /** The largest value of a coalition. */
    final double largest;

    ByDefinition(ModelArtifact model, double[] row, double[] reference) {
        int p = row.length;
        double[] value = new double[1 << p];
        double most = 0;
        for (int coalition = 0; coalition < value.length; coalition++) {
            double[] mixed = new double[p];
            for (int f = 0; f < p; f++) {
                mixed[f] = (coalition >> f & 1) == 1 ? row[f] : reference[f];
            }
            value[coalition] = value(model, mixed);
            most = Math.max(most, Math.abs(value[coalition]));
        }
        base = value[0];
        total = value[value.length - 1];
        largest = most;
        amounts = new double[p];
        for (int f = 0; f < p; f++) {
            for (int coalition = 0; coalition < value.length; coalition++) {
                if ((coalition >> f & 1) == 0) {
                    int size = Integer.bitCount(coalition);
                    amounts[f] += factorial(size)
                            * factorial(p - size - 1)
                            / factorial(p)
                            * (value[coalition | 1 << f] - value[coalition]);
                }
            }
        }
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    /** On the scale on which the form adds; recalibrated in log odds. */
    static double value(ModelArtifact model, double[] coded) {
        double[] x = model.preparation().columns().stream()
                .mapToDouble(column -> column.of(coded))
                .toArray();
        if (model.form() instanceof PointsForm points) {
            double sum = 0;
            for (PointsForm.Rule rule : points.rules()) {
                double at = x[rule.column()];
                sum += Double.isNaN(at) ? Double.NaN : rule.earnedBy(at) ? rule.points() : 0;
            }
            return sum;
        }
        double sum;
        if (model.form() instanceof LinearForm linear) {
            sum = linear.intercept();
            for (int c = 0; c < x.length; c++) {
                sum += linear.weight(c) * x[c];
            }
        } else {
            TreesForm trees = (TreesForm) model.form();
            sum = trees.base();
            double weights = 0;
            for (TreesForm.Tree tree : trees.trees()) {
                sum += tree.weight() * leaf(tree, 0, x);
                weights += tree.weight();
            }
            if (trees.leaves() == TreesForm.Leaves.PROBABILITIES) {
                return sum / weights;
            }
        }
        return model.recalibration().intercept() + model.recalibration().slope() * sum;
    }

    private static double leaf(TreesForm.Tree tree, int node, double[] x) {
        return tree.node(node)
                .fold(
                        TreeNode.Leaf::value,
                        split -> {
                            double at = x[split.column()];
                            return next(
                                    tree,
                                    Double.isNaN(at)
                                            ? split.missing()
                                            : at <= split.threshold() ? Direction.LEFT : Direction.RIGHT,
                                    split.left(),
                                    split.right(),
                                    x);
                        },
                        split -> {
                            double at = x[split.column()];
                            boolean known = at >= 0 && at < split.known() && at == Math.rint(at);
                            Direction of = split.goLeft().contains((int) at) ? Direction.LEFT : Direction.RIGHT;
                            return next(
                                    tree,
                                    Double.isNaN(at) ? split.missing() : known ? of : split.unseen(),
                                    split.left(),
                                    split.right(),
                                    x);
                        });
    }

    private static double next(TreesForm.Tree tree, Direction direction, int left, int right, double[] x) {
        return direction == Direction.UNDEFINED
                ? Double.NaN
                : leaf(tree, direction == Direction.LEFT ? left : right, x);
    }
}
