package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * A forest as flat arrays: the nodes of all trees one behind the other, a leaf's probability kept in place of its threshold.
 */
final class TreesKernel implements Kernel {
    private final int[] root;
    private final double[] weight;
    private final double totalWeight;
    private final int[] column;
    private final double[] value;
    private final int[] left;
    private final int[] right;

    TreesKernel(TreesForm form) {
        int trees = form.trees().size();
        int nodes = form.trees().stream().mapToInt(Tree::size).sum();
        root = new int[trees];
        weight = new double[trees];
        column = new int[nodes];
        value = new double[nodes];
        left = new int[nodes];
        right = new int[nodes];
        double total = 0;
        int at = 0;
        for (int t = 0; t < trees; t++) {
            Tree tree = form.trees().get(t);
            root[t] = at;
            weight[t] = tree.weight();
            total += tree.weight();
            for (int node = 0; node < tree.size(); node++) {
                column[at + node] = tree.column(node);
                value[at + node] = tree.column(node) < 0 ? tree.leaf(node) : tree.threshold(node);
                left[at + node] = at + tree.left(node);
                right[at + node] = at + tree.right(node);
            }
            at += tree.size();
        }
        if (!Double.isFinite(total)) {
            throw new IllegalArgumentException("the weights of a forest must have a finite sum, was " + total);
        }
        totalWeight = total;
    }

    @Override
    public double risk(double[] x) {
        double sum = 0;
        for (int t = 0; t < root.length; t++) {
            int node = root[t];
            int c = column[node];
            while (c >= 0) {
                node = x[c] <= value[node] ? left[node] : right[node];
                c = column[node];
            }
            sum += weight[t] * value[node];
        }
        return sum / totalWeight;
    }
}
