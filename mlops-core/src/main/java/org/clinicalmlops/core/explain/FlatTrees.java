package org.clinicalmlops.core.explain;

import java.util.BitSet;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * All nodes of a form one behind the other, each with where it sends the reference row: what a walk that compares two rows looks at.
 * Immutable, thread-safe; about 25 bytes a node, more where a node looks at categories.
 */
final class FlatTrees {
    /** Where a row goes whose value a node does not compare: its walk ends. */
    static final int NOWHERE = -1;

    private static final byte RIGHT = (byte) TreeNode.Direction.RIGHT.ordinal();
    private static final byte LEFT = (byte) TreeNode.Direction.LEFT.ordinal();

    final int[] root;
    private final int[] column; // -1 for a leaf
    private final double[] value; // threshold, or of a leaf its value times the weight of its tree
    private final int[] left;
    private final int[] right;
    private final byte[] missing;
    private final int[] ofReference;
    private final BitSet[] goesLeft; // of a node that looks at categories, else null; empty if no node does
    private final int[] known;
    private final byte[] unseen;

    /** @param reference prepared columns of the reference row; only read */
    FlatTrees(TreesForm form, double[] reference) {
        int nodes = form.trees().stream().mapToInt(Tree::size).sum();
        boolean categories = form.trees().stream().anyMatch(FlatTrees::hasCategories);
        root = new int[form.trees().size()];
        column = new int[nodes];
        value = new double[nodes];
        left = new int[nodes];
        right = new int[nodes];
        missing = new byte[nodes];
        ofReference = new int[nodes];
        goesLeft = new BitSet[categories ? nodes : 0];
        known = new int[goesLeft.length];
        unseen = new byte[goesLeft.length];
        int at = 0;
        for (int t = 0; t < root.length; t++) {
            Tree tree = form.trees().get(t);
            boolean plain = tree.isPlain();
            root[t] = at;
            for (int node = 0; node < tree.size(); node++) {
                set(tree, node, at);
                if (!plain && column[at + node] >= 0) {
                    setMore(tree.node(node), at + node);
                }
            }
            at += tree.size();
        }
        for (int node = 0; node < nodes; node++) {
            ofReference[node] = column[node] < 0 ? NOWHERE : child(node, reference);
        }
    }

    private static boolean hasCategories(Tree tree) {
        if (tree.isPlain()) {
            return false;
        }
        for (int node = 0; node < tree.size(); node++) {
            if (tree.node(node) instanceof TreeNode.Categories) {
                return true;
            }
        }
        return false;
    }

    private void set(Tree tree, int node, int at) {
        int i = at + node;
        column[i] = tree.column(node);
        if (column[i] < 0) {
            value[i] = tree.weight() * tree.leaf(node);
            return;
        }
        value[i] = tree.threshold(node);
        left[i] = at + tree.left(node);
        right[i] = at + tree.right(node);
    }

    /** What only trees have that are not plain; of plain ones missing values go right, which is 0. */
    private void setMore(TreeNode node, int i) {
        if (node instanceof TreeNode.Threshold split) {
            missing[i] = (byte) split.missing().ordinal();
        } else {
            TreeNode.Categories split = (TreeNode.Categories) node;
            missing[i] = (byte) split.missing().ordinal();
            goesLeft[i] = new BitSet(split.known());
            split.goLeft().forEach(goesLeft[i]::set);
            known[i] = split.known();
            unseen[i] = (byte) split.unseen().ordinal();
        }
    }

    boolean isLeaf(int node) {
        return column[node] < 0;
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }

    /** The column that an inner node looks at. */
    int column(int node) {
        return column[node];
    }

    /** The value of a leaf, times the weight of its tree. */
    double leaf(int node) {
        return value[node];
    }

    /** Where an inner node sends the reference row; {@link #NOWHERE} where it sends it nowhere. */
    int ofReference(int node) {
        return ofReference[node];
    }

    /** Where an inner node sends a row; {@link #NOWHERE} where it sends it nowhere. */
    int child(int node, double[] x) {
        double at = x[column[node]];
        if (at != at) {
            return directed(node, missing[node]);
        }
        if (goesLeft.length == 0 || goesLeft[node] == null) {
            return at <= value[node] ? left[node] : right[node];
        }
        int code = (int) at;
        if (code == at && code >= 0 && code < known[node]) {
            return goesLeft[node].get(code) ? left[node] : right[node];
        }
        return directed(node, unseen[node]);
    }

    private int directed(int node, byte direction) {
        return direction == RIGHT ? right[node] : direction == LEFT ? left[node] : NOWHERE;
    }
}
