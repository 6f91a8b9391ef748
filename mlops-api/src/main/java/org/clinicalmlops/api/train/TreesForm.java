package org.clinicalmlops.api.train;

import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * A forest: {@code risk = sum of weight[t] * leaf[t] / sum of weight[t]}, trees in order, where a row goes to the left child of
 * a node if {@code x[column] <= threshold} and to the right one otherwise. Immutable.
 */
public final class TreesForm implements ModelForm {
    private final int columns;
    private final List<Tree> trees;

    private TreesForm(int columns, List<Tree> trees) {
        this.columns = columns;
        this.trees = List.copyOf(trees);
    }

    /**
     * @param columns how many columns there are, {@code >= 1}
     * @param trees at least one; nodes refer to columns below {@code columns}
     */
    public static TreesForm of(int columns, List<Tree> trees) {
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a forest needs at least one tree");
        }
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be >= 1, was " + columns);
        }
        for (Tree tree : trees) {
            for (int node = 0; node < tree.size(); node++) {
                if (tree.column(node) >= columns) {
                    throw new IllegalArgumentException(
                            "column must be below " + columns + ", was " + tree.column(node));
                }
            }
        }
        return new TreesForm(columns, trees);
    }

    public List<Tree> trees() {
        return trees;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("trees").with("columns", columns).with("trees", trees);
    }

    /** One tree as arrays; node 0 is the root, children come after their parent, so that a walk always ends. Immutable. */
    public static final class Tree implements Declared {
        private final double weight;
        private final int[] column;
        private final double[] threshold;
        private final int[] left;
        private final int[] right;
        private final double[] leaf;

        private Tree(double weight, int[] column, double[] threshold, int[] left, int[] right, double[] leaf) {
            this.weight = weight;
            this.column = column;
            this.threshold = threshold;
            this.left = left;
            this.right = right;
            this.leaf = leaf;
        }

        /**
         * All arrays are of one length, the number of nodes, and are copied.
         *
         * @param weight of the tree in the forest, finite, {@code > 0}
         * @param column column that a node looks at; -1 for a leaf
         * @param threshold finite; 0 for a leaf
         * @param left child for values at or below the threshold; after its parent; 0 for a leaf
         * @param right child for values above the threshold; after its parent; 0 for a leaf
         * @param leaf probability of the event in [0, 1]; 0 for an inner node
         */
        public static Tree of(double weight, int[] column, double[] threshold, int[] left, int[] right, double[] leaf) {
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("tree weight must be finite and > 0, was " + weight);
            }
            int n = column.length;
            if (n == 0 || threshold.length != n || left.length != n || right.length != n || leaf.length != n) {
                throw new IllegalArgumentException("tree arrays must be of one length >= 1, were " + n + ", "
                        + threshold.length + ", " + left.length + ", " + right.length + ", " + leaf.length);
            }
            for (int i = 0; i < n; i++) {
                if (column[i] < 0) {
                    check(column[i] == -1, i, "the column of a leaf must be -1", column[i]);
                    check(threshold[i] == 0, i, "the threshold of a leaf must be 0", threshold[i]);
                    check(left[i] == 0, i, "the left child of a leaf must be 0", left[i]);
                    check(right[i] == 0, i, "the right child of a leaf must be 0", right[i]);
                    check(leaf[i] >= 0 && leaf[i] <= 1, i, "the probability of a leaf must be in [0, 1]", leaf[i]);
                } else {
                    check(Double.isFinite(threshold[i]), i, "the threshold must be finite", threshold[i]);
                    check(left[i] > i && left[i] < n, i, "the left child must come after its parent", left[i]);
                    check(right[i] > i && right[i] < n, i, "the right child must come after its parent", right[i]);
                    check(leaf[i] == 0, i, "the probability of an inner node must be 0", leaf[i]);
                }
            }
            return new Tree(weight, column.clone(), threshold.clone(), left.clone(), right.clone(), leaf.clone());
        }

        public double weight() {
            return weight;
        }

        public int size() {
            return column.length;
        }

        /** -1 for a leaf. */
        public int column(int node) {
            return column[node];
        }

        public double threshold(int node) {
            return threshold[node];
        }

        public int left(int node) {
            return left[node];
        }

        public int right(int node) {
            return right[node];
        }

        public double leaf(int node) {
            return leaf[node];
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("tree")
                    .with("weight", weight)
                    .withNumbers("column", column)
                    .withNumbers("threshold", threshold)
                    .withNumbers("left", left)
                    .withNumbers("right", right)
                    .withNumbers("leaf", leaf);
        }

        private static void check(boolean holds, int node, String rule, Number value) {
            if (!holds) {
                throw new IllegalArgumentException("node " + node + ": " + rule + ", was " + value);
            }
        }
    }
}
