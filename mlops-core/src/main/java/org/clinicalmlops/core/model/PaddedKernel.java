package org.clinicalmlops.core.model;

import java.util.Arrays;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * Trees of few levels, each padded to a complete one, so that a child's place is computed and no branch depends on the row. Four trees
 * are walked at a time, so that the processor need not wait for one comparison before the next. A node is one number: the slot that it
 * looks at and its position, see {@link Slots}.
 */
final class PaddedKernel implements BlockKernel {
    private static final int[] NONE = new int[0];

    private final TreesSum sum;
    private final Kernel walk; // for rows that may be sent nowhere
    private final Slots slots;
    private final int trees;
    private final int levels;
    private final int[]
            node; // by tree; children of i at 2i + 1 and 2i + 2; slot in the upper 16 bits, position in the lower
    private final double[] leaf; // by tree

    PaddedKernel(TreesForm form) {
        sum = new TreesSum(form);
        slots = new Slots(form);
        walk = slots.mayBeNowhere() ? new TreesKernel(form) : UNDEFINED;
        trees = form.trees().size();
        levels = levels(form);
        node = new int[Math.multiplyExact(trees, (1 << levels) - 1)];
        leaf = new double[Math.multiplyExact(trees, 1 << levels)];
        for (int t = 0; t < trees; t++) {
            add(form.trees().get(t), 0, t, 0, 0);
        }
    }

    /** Splits from a root to the deepest leaf. */
    static int levels(TreesForm form) {
        int levels = 0;
        for (Tree tree : form.trees()) {
            int[] depth = new int[tree.size()];
            for (int i = 0; i < depth.length; i++) {
                if (tree.column(i) >= 0) {
                    depth[tree.left(i)] = depth[i] + 1;
                    depth[tree.right(i)] = depth[i] + 1;
                }
                levels = Math.max(levels, depth[i]);
            }
        }
        return levels;
    }

    /** A leaf above the last level stands at every place below it. */
    private void add(Tree tree, int from, int t, int at, int level) {
        boolean end = tree.column(from) < 0;
        if (level == levels) {
            leaf[(t << levels) + at - ((1 << levels) - 1)] = tree.weight() * tree.leaf(from);
            return;
        }
        if (!end) {
            node[t * ((1 << levels) - 1) + at] = slots.slot(tree, from) << 16 | slots.position(tree, from);
        }
        add(tree, end ? from : tree.left(from), t, 2 * at + 1, level + 1);
        add(tree, end ? from : tree.right(from), t, 2 * at + 2, level + 1);
    }

    @Override
    public int ranks() {
        return slots.size();
    }

    @Override
    public double risk(double[] x, int[] ranks) {
        if (!slots.fill(x, ranks, 0)) {
            return walk.risk(x, ranks);
        }
        return sum.risk(sum(ranks));
    }

    @Override
    public boolean find(double[] x, int[] ranks, int at) {
        return slots.fill(x, ranks, at);
    }

    @Override
    public double risk(double s) {
        return sum.risk(s);
    }

    @Override
    public double walk(double[] x) {
        return walk.risk(x, NONE);
    }

    @Override
    public void sum(int rows, int[] ranks, double[] sums) {
        Arrays.fill(sums, 0, rows, sum.base());
        int stride = slots.size();
        int inner = (1 << levels) - 1;
        for (int t = 0; t < trees; t++) {
            int root = t * inner;
            int end = (t << levels) - inner;
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                int at = row * stride;
                int a = 0;
                int b = 0;
                int c = 0;
                int d = 0;
                for (int level = 0; level < levels; level++) {
                    a = child(a, node[root + a], ranks, at);
                    b = child(b, node[root + b], ranks, at + stride);
                    c = child(c, node[root + c], ranks, at + 2 * stride);
                    d = child(d, node[root + d], ranks, at + 3 * stride);
                }
                sums[row] += leaf[end + a];
                sums[row + 1] += leaf[end + b];
                sums[row + 2] += leaf[end + c];
                sums[row + 3] += leaf[end + d];
            }
            for (; row < rows; row++) {
                int a = 0;
                for (int level = 0; level < levels; level++) {
                    a = child(a, node[root + a], ranks, row * stride);
                }
                sums[row] += leaf[end + a];
            }
        }
    }

    private double sum(int[] ranks) {
        int inner = (1 << levels) - 1;
        double s = sum.base();
        int t = 0;
        for (; t + 4 <= trees; t += 4) {
            int root = t * inner;
            int a = 0;
            int b = 0;
            int c = 0;
            int d = 0;
            for (int level = 0; level < levels; level++) {
                a = child(a, node[root + a], ranks, 0);
                b = child(b, node[root + inner + b], ranks, 0);
                c = child(c, node[root + 2 * inner + c], ranks, 0);
                d = child(d, node[root + 3 * inner + d], ranks, 0);
            }
            int at = (t << levels) - inner;
            s += leaf[at + a];
            s += leaf[at + (1 << levels) + b];
            s += leaf[at + (2 << levels) + c];
            s += leaf[at + (3 << levels) + d];
        }
        for (; t < trees; t++) {
            int a = 0;
            for (int level = 0; level < levels; level++) {
                a = child(a, node[t * inner + a], ranks, 0);
            }
            s += leaf[(t << levels) - inner + a];
        }
        return s;
    }

    /** The sign of a difference in place of a branch. */
    private static int child(int at, int node, int[] ranks, int row) {
        return 2 * at + 1 + ((node & 0xFFFF) - ranks[row + (node >>> 16)] >>> 31);
    }
}
