package org.clinicalmlops.api.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.train.TreeNode.Direction;

/**
 * Many trees, each of which sends a row from its root to one leaf. What the leaves hold says how they become a risk:
 *
 * <ul>
 *   <li>{@link Leaves#PROBABILITIES}, a forest: {@code sum of weight[t] * leaf[t] / sum of weight[t]}, both summed from 0;
 *   <li>{@link Leaves#LOG_ODDS}, boosting: {@code 1 / (1 + exp(-s))} with {@code s = base + sum of weight[t] * leaf[t]}, summed from
 *       the base. The exponential is {@link StrictMath#exp}.
 * </ul>
 *
 * Sums are taken in the order of the trees. If one tree sends the row nowhere ({@link Direction#UNDEFINED}), the risk is NaN. No sum
 * can overflow. Immutable.
 *
 * <p>Bounds, our choice, so that a hostile model can be refused: {@value #MOST_COLUMNS} columns, {@value #MOST_NODES} nodes in all,
 * {@value #MOST_DEPTH} splits from a root to a leaf, {@value #MOST_CODES} codes that category splits know in all.
 */
public final class TreesForm implements ModelForm {
    public static final int MOST_COLUMNS = 1 << 20;
    public static final int MOST_NODES = 1 << 23;
    public static final int MOST_DEPTH = 1024;
    public static final int MOST_CODES = 1 << 26;

    private final int columns;
    private final Leaves leaves;
    private final double base;
    private final List<Tree> trees;

    /** What the leaves of all trees hold. */
    public enum Leaves {
        PROBABILITIES,
        LOG_ODDS
    }

    private TreesForm(int columns, Leaves leaves, double base, List<Tree> trees) {
        this.columns = columns;
        this.leaves = leaves;
        this.base = base;
        this.trees = List.copyOf(trees);
    }

    /**
     * A forest.
     *
     * @param columns how many columns there are, {@code >= 1}
     * @param trees at least one; nodes refer to columns below {@code columns}; every leaf in [0, 1]
     */
    public static TreesForm of(int columns, List<Tree> trees) {
        TreesForm form = new TreesForm(columns, Leaves.PROBABILITIES, 0, trees);
        form.check();
        return form;
    }

    /**
     * Boosting: leaves are summed in log odds.
     *
     * @param columns how many columns there are, {@code >= 1}
     * @param base log odds to begin with, finite
     * @param trees at least one; nodes refer to columns below {@code columns}
     */
    public static TreesForm logOdds(int columns, double base, List<Tree> trees) {
        if (!Double.isFinite(base)) {
            throw new IllegalArgumentException("base must be finite, was " + base);
        }
        TreesForm form = new TreesForm(columns, Leaves.LOG_ODDS, base + 0.0, trees);
        form.check();
        return form;
    }

    private void check() {
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a forest needs at least one tree");
        }
        if (columns < 1 || columns > MOST_COLUMNS) {
            throw new IllegalArgumentException("columns must be 1 to " + MOST_COLUMNS + ", were " + columns);
        }
        long nodes = 0;
        long codes = 0;
        double weights = 0;
        double most = Math.abs(base);
        for (Tree tree : trees) {
            nodes += tree.size();
            weights += tree.weight();
            double largest = 0;
            for (int node = 0; node < tree.size(); node++) {
                if (tree.column(node) >= columns) {
                    throw new IllegalArgumentException(
                            "column must be below " + columns + ", was " + tree.column(node));
                }
                double leaf = tree.leaf(node);
                if (leaves == Leaves.PROBABILITIES && !(leaf >= 0 && leaf <= 1)) {
                    throw new IllegalArgumentException(
                            "node " + node + ": the probability of a leaf must be in [0, 1], was " + leaf);
                }
                largest = Math.max(largest, Math.abs(tree.weight() * leaf));
                codes += tree.categories.containsKey(node)
                        ? tree.categories.get(node).known()
                        : 0;
            }
            most += largest;
        }
        if (nodes > MOST_NODES) {
            throw new IllegalArgumentException("trees must have at most " + MOST_NODES + " nodes, had " + nodes);
        }
        if (codes > MOST_CODES) {
            throw new IllegalArgumentException("splits must know at most " + MOST_CODES + " codes, knew " + codes);
        }
        if (!Double.isFinite(weights)) {
            throw new IllegalArgumentException("the weights of trees must have a finite sum, was " + weights);
        }
        if (!Double.isFinite(most)) {
            throw new IllegalArgumentException("the largest leaves must have a finite sum, was " + most);
        }
    }

    public List<Tree> trees() {
        return trees;
    }

    public Leaves leaves() {
        return leaves;
    }

    /** Log odds to begin with; 0 for a forest. */
    public double base() {
        return base;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Declaration declaration() {
        Declaration declaration =
                Declaration.of("trees").with("columns", columns).with("trees", trees);
        return leaves == Leaves.PROBABILITIES
                ? declaration
                : declaration.with("leaves", "log odds").with("base", base);
    }

    /** Whether there is nothing but a weighted mean of plain trees. */
    public boolean isPlain() {
        return leaves == Leaves.PROBABILITIES && trees.stream().allMatch(Tree::isPlain);
    }

    /**
     * One tree. Node 0 is the root, children come after their parent, so that a walk always ends, and every other node is the child of
     * exactly one. Immutable.
     */
    public static final class Tree implements Declared {
        private final double weight;
        private final int[] column;
        private final double[] threshold;
        private final int[] left;
        private final int[] right;
        private final double[] leaf;
        private final int[] missing;
        private final Map<Integer, TreeNode.Categories> categories;

        private Tree(double weight, int nodes) {
            this.weight = weight;
            column = new int[nodes];
            threshold = new double[nodes];
            left = new int[nodes];
            right = new int[nodes];
            leaf = new double[nodes];
            missing = new int[nodes];
            categories = new TreeMap<>();
        }

        /**
         * @param weight of the tree in the sum, finite, {@code > 0}
         * @param nodes at least one, the root first
         */
        public static Tree of(double weight, List<TreeNode> nodes) {
            Tree tree = new Tree(weight, nodes.size());
            for (int i = 0; i < tree.size(); i++) {
                tree.set(i, nodes.get(i));
            }
            tree.check();
            return tree;
        }

        /**
         * A tree of thresholds that sends missing values right. All arrays are of one length, the number of nodes, and are copied.
         *
         * @param weight of the tree in the sum, finite, {@code > 0}
         * @param column column that a node looks at; -1 for a leaf
         * @param threshold finite; 0 for a leaf
         * @param left child for values at or below the threshold; after its parent; 0 for a leaf
         * @param right child for values above the threshold; after its parent; 0 for a leaf
         * @param leaf value of a leaf, finite; 0 for an inner node
         */
        public static Tree of(double weight, int[] column, double[] threshold, int[] left, int[] right, double[] leaf) {
            int n = column.length;
            if (n == 0 || threshold.length != n || left.length != n || right.length != n || leaf.length != n) {
                throw new IllegalArgumentException("tree arrays must be of one length >= 1, were " + n + ", "
                        + threshold.length + ", " + left.length + ", " + right.length + ", " + leaf.length);
            }
            List<TreeNode> nodes = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                if (column[i] < 0) {
                    check(column[i] == -1, i, "the column of a leaf must be -1", column[i]);
                    check(threshold[i] == 0, i, "the threshold of a leaf must be 0", threshold[i]);
                    check(left[i] == 0, i, "the left child of a leaf must be 0", left[i]);
                    check(right[i] == 0, i, "the right child of a leaf must be 0", right[i]);
                    nodes.add(new TreeNode.Leaf(leaf[i]));
                } else {
                    check(leaf[i] == 0, i, "the value of an inner node must be 0", leaf[i]);
                    nodes.add(new TreeNode.Threshold(column[i], threshold[i], Direction.RIGHT, left[i], right[i]));
                }
            }
            return of(weight, nodes);
        }

        private void set(int i, TreeNode node) {
            if (node instanceof TreeNode.Leaf end) {
                column[i] = -1;
                leaf[i] = end.value() + 0.0; // no minus zero: its text would be read back as zero
            } else if (node instanceof TreeNode.Threshold split) {
                inner(i, split.column(), split.missing(), split.left(), split.right());
                threshold[i] = split.threshold() + 0.0;
            } else {
                TreeNode.Categories split = (TreeNode.Categories) node;
                inner(i, split.column(), split.missing(), split.left(), split.right());
                categories.put(i, split);
            }
        }

        private void inner(int i, int of, Direction nan, int goLeft, int goRight) {
            check(of >= 0, i, "the column must be >= 0", of);
            column[i] = of;
            missing[i] = nan.ordinal();
            left[i] = goLeft;
            right[i] = goRight;
        }

        private void check() {
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("tree weight must be finite and > 0, was " + weight);
            }
            int n = size();
            if (n == 0 || n > MOST_NODES) {
                throw new IllegalArgumentException("a tree must have 1 to " + MOST_NODES + " nodes, had " + n);
            }
            int[] depth = new int[n]; // 0 for a node that is nobody's child
            for (int i = 0; i < n; i++) {
                check(i == 0 || depth[i] > 0, i, "a node must be the child of another", "nobody's");
                check(Double.isFinite(leaf[i]), i, "the value of a leaf must be finite", leaf[i]);
                check(Double.isFinite(threshold[i]), i, "the threshold must be finite", threshold[i]);
                if (column[i] >= 0) {
                    check(left[i] > i && left[i] < n, i, "the left child must come after its parent", left[i]);
                    check(right[i] > i && right[i] < n, i, "the right child must come after its parent", right[i]);
                    check(depth[i] < MOST_DEPTH, i, "the depth must be below " + MOST_DEPTH, depth[i]);
                    check(depth[left[i]] == 0, i, "the left child must be the child of one node only", left[i]);
                    depth[left[i]] = depth[i] + 1;
                    check(depth[right[i]] == 0, i, "the right child must be the child of one node only", right[i]);
                    depth[right[i]] = depth[i] + 1;
                }
            }
        }

        public double weight() {
            return weight;
        }

        public int size() {
            return column.length;
        }

        /** The node at a position. */
        public TreeNode node(int node) {
            if (column[node] < 0) {
                return new TreeNode.Leaf(leaf[node]);
            }
            TreeNode.Categories split = categories.get(node);
            return split != null
                    ? split
                    : new TreeNode.Threshold(column[node], threshold[node], missing(node), left[node], right[node]);
        }

        /** -1 for a leaf. */
        public int column(int node) {
            return column[node];
        }

        /** 0 for a leaf and for a category split. */
        public double threshold(int node) {
            return threshold[node];
        }

        public int left(int node) {
            return left[node];
        }

        public int right(int node) {
            return right[node];
        }

        /** 0 for an inner node. */
        public double leaf(int node) {
            return leaf[node];
        }

        /** Where NaN goes. */
        public Direction missing(int node) {
            return Direction.values()[missing[node]];
        }

        /** Whether it has nothing but thresholds, and missing values go right. */
        public boolean isPlain() {
            return categories.isEmpty() && allRight();
        }

        private boolean allRight() {
            for (int direction : missing) {
                if (direction != 0) {
                    return false;
                }
            }
            return true;
        }

        /** {@code missing} and {@code categories} are members where they say anything: 0 is right, 1 left, 2 undefined. */
        @Override
        public Declaration declaration() {
            Declaration declaration = Declaration.of("tree")
                    .with("weight", weight)
                    .withNumbers("column", column)
                    .withNumbers("threshold", threshold)
                    .withNumbers("left", left)
                    .withNumbers("right", right)
                    .withNumbers("leaf", leaf);
            if (!allRight()) {
                declaration = declaration.withNumbers("missing", missing);
            }
            return categories.isEmpty()
                    ? declaration
                    : declaration.with(
                            "categories",
                            categories.keySet().stream()
                                    .<Declared>map(this::codes)
                                    .toList());
        }

        private Declared codes(int node) {
            TreeNode.Categories split = categories.get(node);
            return () -> Declaration.of("categories")
                    .with("node", node)
                    .with("known", split.known())
                    .withNumbers(
                            "goLeft", split.goLeft().stream().mapToInt(c -> c).toArray())
                    .with("unseen", split.unseen().ordinal());
        }

        private static void check(boolean holds, int node, String rule, Object value) {
            if (!holds) {
                throw new IllegalArgumentException("node " + node + ": " + rule + ", was " + value);
            }
        }
    }
}
