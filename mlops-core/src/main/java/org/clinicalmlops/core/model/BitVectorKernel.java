package org.clinicalmlops.core.model;

import java.util.Arrays;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * Many shallow trees without walking them. Each tree has a few bits, one a leaf from left to right; a node that sends the row right
 * clears the leaves of its left child, and the leaf that the row comes to is the lowest one left (QuickScorer, Lucchese et al., SIGIR
 * 2015). Which nodes of a column send a value right depends on its rank only, so that their masks are kept already joined: of each
 * column one row of words for each rank and one for NaN, of each set of categories one for left and one for right.
 *
 * <p>Cost of a row: for each column a search among its thresholds and one AND a word, and one addition a tree.
 */
final class BitVectorKernel implements Kernel {
    private static final int MOST_LEAVES = 64;

    /** Words that are joined in registers at a time; the words of a row are padded to a multiple. */
    private static final int BLOCK = 4;

    private final TreesSum sum;
    private final Kernel walk; // for rows that may be sent nowhere
    private final Thresholds thresholds;
    private final CategorySets sets = new CategorySets();
    private final int trees;
    private final int width; // bits of a tree
    private final int words; // of a row
    private final int[] first; // of each column, then of each set, where its words begin
    private final boolean[] undefined;
    private final long[] masks;
    private final double[] leaf; // by bit

    BitVectorKernel(TreesForm form) {
        sum = new TreesSum(form);
        thresholds = Thresholds.of(form);
        form.trees().forEach(this::number);
        width = width(form);
        trees = form.trees().size();
        words = words(trees, width);
        int columns = thresholds.columns();
        first = new int[columns + sets.size()];
        undefined = new boolean[columns];
        int rows = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = rows * words;
            rows += i < columns ? thresholds.count(i) + 2 : 2;
        }
        masks = new long[Math.multiplyExact(rows, words)];
        Arrays.fill(masks, -1);
        leaf = new double[words * Long.SIZE];
        for (int t = 0; t < trees; t++) {
            add(form.trees().get(t), 0, t * width);
        }
        walk = mayBeNowhere() ? new TreesKernel(form) : UNDEFINED;
        for (int i = 0; i < columns; i++) { // a rank has the masks of all lower ones
            int ranked = first[i] + (thresholds.count(i) + 1) * words;
            for (int at = first[i] + words; at < ranked; at++) {
                masks[at] &= masks[at - words];
            }
        }
    }

    /** Bytes of masks that a form would need; endless if a tree has too many leaves. */
    static long bytes(TreesForm form) {
        int width = width(form);
        if (width > MOST_LEAVES) {
            return Long.MAX_VALUE;
        }
        Thresholds thresholds = Thresholds.of(form);
        CategorySets sets = new CategorySets();
        form.trees().forEach(tree -> number(tree, sets));
        long rows = 2L * sets.size();
        for (int i = 0; i < thresholds.columns(); i++) {
            rows += thresholds.count(i) + 2;
        }
        return rows * words(form.trees().size(), width) * Long.BYTES;
    }

    /** The least power of two that holds the leaves of every tree. */
    private static int width(TreesForm form) {
        int leaves = 1;
        for (Tree tree : form.trees()) {
            leaves = Math.max(leaves, tree.size() / 2 + 1);
        }
        return leaves == 1 ? 1 : Integer.highestOneBit(leaves - 1) * 2;
    }

    private static int words(int trees, int width) {
        int words = (int) (((long) trees * width + Long.SIZE - 1) / Long.SIZE);
        return (words + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void number(Tree tree) {
        number(tree, sets);
    }

    private static void number(Tree tree, CategorySets sets) {
        for (int node = 0; node < tree.size(); node++) {
            if (tree.node(node) instanceof TreeNode.Categories split) {
                sets.numberOf(split);
            }
        }
    }

    /** Adds a node and all below it from a bit on; answers the next free bit. */
    private int add(Tree tree, int node, int bit) {
        if (tree.column(node) < 0) {
            leaf[bit] = tree.weight() * tree.leaf(node);
            return bit + 1;
        }
        int right = add(tree, tree.left(node), bit);
        if (tree.node(node) instanceof TreeNode.Categories split) {
            clear(first[thresholds.columns() + sets.numberOf(split)] + words, bit, right);
        } else {
            int i = thresholds.indexOf(tree.column(node));
            clear(first[i] + (thresholds.position(i, tree.threshold(node)) + 1) * words, bit, right);
            if (tree.missing(node) == Direction.RIGHT) {
                clear(first[i] + (thresholds.count(i) + 1) * words, bit, right);
            }
            undefined[i] |= tree.missing(node) == Direction.UNDEFINED;
        }
        return add(tree, tree.right(node), right);
    }

    private boolean mayBeNowhere() {
        boolean may = sets.mayBeNowhere();
        for (boolean column : undefined) {
            may |= column;
        }
        return may;
    }

    private void clear(int row, int from, int to) {
        for (int bit = from; bit < to; bit++) {
            masks[row + bit / Long.SIZE] &= ~(1L << bit);
        }
    }

    @Override
    public int ranks() {
        return first.length;
    }

    @Override
    public double risk(double[] x, int[] ranks) {
        if (!find(x, ranks)) {
            return walk.risk(x, ranks);
        }
        double s = sum.base();
        long[] m = masks;
        int n = first.length;
        for (int word = 0; word < words; word += BLOCK) {
            long a = -1;
            long b = -1;
            long c = -1;
            long d = -1;
            for (int i = 0; i < n; i++) {
                int at = ranks[i] + word;
                a &= m[at];
                b &= m[at + 1];
                c &= m[at + 2];
                d &= m[at + 3];
            }
            s = plus(s, a, word);
            s = plus(s, b, word + 1);
            s = plus(s, c, word + 2);
            s = plus(s, d, word + 3);
        }
        return sum.risk(s);
    }

    /** Where the row's words begin of each column and set; false if the row may be sent nowhere. */
    private boolean find(double[] x, int[] ranks) {
        int columns = undefined.length;
        for (int i = 0; i < columns; i++) {
            double value = x[thresholds.column(i)];
            if (value == value) {
                ranks[i] = first[i] + thresholds.rank(i, value) * words;
            } else {
                if (undefined[i]) {
                    return false;
                }
                ranks[i] = first[i] + (thresholds.count(i) + 1) * words;
            }
        }
        for (int i = columns; i < first.length; i++) {
            Direction direction = sets.direction(i - columns, x);
            if (direction == Direction.UNDEFINED) {
                return false;
            }
            ranks[i] = first[i] + (direction == Direction.RIGHT ? words : 0);
        }
        return true;
    }

    /** The leaves of the trees of one word, in the order of the trees. */
    private double plus(double s, long bits, int word) {
        int at = word * Long.SIZE;
        int here = Math.min(Long.SIZE, trees * width - at);
        for (int bit = 0; bit < here; bit += width) {
            s += leaf[at + Long.numberOfTrailingZeros(bits & (-1L << bit))];
        }
        return s;
    }
}
