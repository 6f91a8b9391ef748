package org.clinicalmlops.core.explain;

import java.util.BitSet;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;

/**
 * Of trees, on the scale of their sum. A mixture of row and reference ends in a leaf exactly if every feature on the way there that sends
 * the two apart has the value of the side on which the leaf lies. With {@code a} features that must be the row's and {@code b} that must be
 * the reference's, a leaf of value {@code v} gives each of the former {@code v (a-1)! b! / (a+b)!} and takes {@code v a! (b-1)! / (a+b)!}
 * from each of the latter; the sum over all leaves and trees is the Shapley value. Only where row and reference part are both children
 * walked, and the parts of all leaves below are handed up in two sums, so that a row costs at most one visit of every node.
 *
 * @see <a href="https://doi.org/10.1038/s42256-019-0138-9">Lundberg et al. 2020</a>, the interventional algorithm; for several columns
 *     that are one player, <a href="https://arxiv.org/abs/2209.15123">Laberge and Pequignot 2022</a>
 */
final class TreesAmounts implements Amounts {
    private final FlatTrees trees;
    private final double start;
    private final double scale;
    private final int[] feature;
    private final int features;
    private final double[][] weight;
    private final double base;

    /**
     * @param reference prepared columns of the reference row; only read
     * @param features how many features the model has
     */
    TreesAmounts(TreesForm form, Preparation preparation, double[] reference, int features) {
        this.trees = new FlatTrees(form, reference);
        this.start = form.base();
        double weights = 0;
        for (Tree tree : form.trees()) {
            weights += tree.weight();
        }
        this.scale = form.leaves() == TreesForm.Leaves.LOG_ODDS ? 1 : weights;
        this.feature = preparation.columns().stream().mapToInt(Column::feature).toArray();
        this.features = features;
        this.weight = weights(mostOnAWay());
        this.base = total(reference);
    }

    /** {@code a! b! / (a+b+1)!} for {@code a + b < n}. */
    private static double[][] weights(int n) {
        double[][] weight = new double[Math.max(n, 1)][];
        for (int a = 0; a < weight.length; a++) {
            weight[a] = new double[weight.length - a];
            weight[a][0] = 1.0 / (a + 1);
            for (int b = 1; b < weight[a].length; b++) {
                weight[a][b] = weight[a][b - 1] * b / (a + b + 1);
            }
        }
        return weight;
    }

    /** The most distinct features that lie on one way from a root to a leaf. */
    private int mostOnAWay() {
        int most = 0;
        for (int root : trees.root) {
            most = Math.max(most, mostBelow(root, new BitSet(features), 0));
        }
        return most;
    }

    private int mostBelow(int node, BitSet seen, int count) {
        if (trees.isLeaf(node)) {
            return count;
        }
        int player = feature[trees.column(node)];
        boolean first = !seen.get(player);
        seen.set(player);
        int now = first ? count + 1 : count;
        int most = Math.max(mostBelow(trees.left(node), seen, now), mostBelow(trees.right(node), seen, now));
        if (first) {
            seen.clear(player);
        }
        return most;
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public double total(double[] x) {
        double sum = start;
        for (int root : trees.root) {
            int node = root;
            while (node != FlatTrees.NOWHERE && !trees.isLeaf(node)) {
                node = trees.child(node, x);
            }
            sum += node == FlatTrees.NOWHERE ? Double.NaN : trees.leaf(node);
        }
        return sum / scale;
    }

    @Override
    public boolean add(double[] x, double[] amounts) {
        Walk walk = new Walk(x, new double[features]);
        for (int root : trees.root) {
            if (!walk.below(root, 0, 0)) {
                return false;
            }
        }
        for (int f = 0; f < features; f++) {
            amounts[f] += walk.sums[f] / scale;
        }
        return true;
    }

    /** One row's walk through all trees. Not thread-safe. */
    private final class Walk {
        private static final byte BOTH = 0;
        private static final byte ROW = 1;
        private static final byte REFERENCE = 2;

        private final double[] x;
        private final double[] sums;
        /** Whose value a feature must have here. */
        private final byte[] must = new byte[features];

        /** What the leaves below the last node give to each feature that must be the row's. */
        private double given;

        /** What they give, which is a loss, to each that must be the reference's. */
        private double taken;

        Walk(double[] x, double[] sums) {
            this.x = x;
            this.sums = sums;
        }

        /**
         * @param a how many features must be the row's here
         * @param b how many must be the reference's
         * @return false if a mixture goes nowhere
         */
        private boolean below(int from, int a, int b) {
            int node = from;
            while (!trees.isLeaf(node)) {
                int player = feature[trees.column(node)];
                int mine = must[player] == REFERENCE ? trees.ofReference(node) : trees.child(node, x);
                int other = must[player] == ROW ? mine : trees.ofReference(node);
                if (mine == FlatTrees.NOWHERE || other == FlatTrees.NOWHERE) {
                    return false;
                }
                if (mine != other) {
                    return apart(player, mine, other, a, b);
                }
                node = mine;
            }
            double leaf = trees.leaf(node);
            given = a == 0 ? 0 : leaf * weight[a - 1][b];
            taken = b == 0 ? 0 : -leaf * weight[b - 1][a];
            return true;
        }

        private boolean apart(int player, int mine, int other, int a, int b) {
            must[player] = ROW;
            if (!below(mine, a + 1, b)) {
                return false;
            }
            double givenByMine = given;
            double takenByMine = taken;
            must[player] = REFERENCE;
            if (!below(other, a, b + 1)) {
                return false;
            }
            must[player] = BOTH;
            sums[player] += givenByMine + taken;
            given += givenByMine;
            taken += takenByMine;
            return true;
        }
    }
}
