package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * Any trees as flat arrays: the nodes of all trees one behind the other, walked tree by tree. For what the faster layouts do not
 * cover. A leaf keeps its value, times the weight of its tree, in place of a threshold.
 */
final class TreesKernel implements Kernel {
    private static final int NOWHERE = -1;

    private final TreesSum sum;
    private final int[] root;
    private final int[] column; // -1 for a leaf
    private final double[] value;
    private final int[] left;
    private final int[] right;
    private final int[] missing; // where NaN goes
    private final int[] set; // number of the categories, -1 for a threshold
    private final CategorySets sets = new CategorySets();

    TreesKernel(TreesForm form) {
        sum = new TreesSum(form);
        int nodes = form.trees().stream().mapToInt(Tree::size).sum();
        root = new int[form.trees().size()];
        column = new int[nodes];
        value = new double[nodes];
        left = new int[nodes];
        right = new int[nodes];
        missing = new int[nodes];
        set = new int[nodes];
        int at = 0;
        for (int t = 0; t < root.length; t++) {
            Tree tree = form.trees().get(t);
            root[t] = at;
            for (int node = 0; node < tree.size(); node++) {
                add(tree, node, at);
            }
            at += tree.size();
        }
    }

    private void add(Tree tree, int node, int at) {
        int i = at + node;
        column[i] = tree.column(node);
        set[i] = -1;
        if (column[i] < 0) {
            value[i] = tree.weight() * tree.leaf(node);
            return;
        }
        value[i] = tree.threshold(node);
        left[i] = at + tree.left(node);
        right[i] = at + tree.right(node);
        missing[i] = tree.missing(node) == Direction.UNDEFINED
                ? NOWHERE
                : tree.missing(node) == Direction.LEFT ? left[i] : right[i];
        if (tree.node(node) instanceof TreeNode.Categories split) {
            set[i] = sets.numberOf(split);
        }
    }

    @Override
    public double risk(double[] x, int[] ranks) {
        double s = sum.base();
        for (int first : root) {
            int node = first;
            while (node != NOWHERE && column[node] >= 0) {
                node = next(node, x);
            }
            if (node == NOWHERE) {
                return Double.NaN;
            }
            s += value[node];
        }
        return sum.risk(s);
    }

    private int next(int node, double[] x) {
        if (set[node] >= 0) {
            Direction direction = sets.direction(set[node], x);
            return direction == Direction.LEFT ? left[node] : direction == Direction.RIGHT ? right[node] : NOWHERE;
        }
        double at = x[column[node]];
        return at <= value[node] ? left[node] : at > value[node] ? right[node] : missing[node];
    }
}
