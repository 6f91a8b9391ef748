package org.clinicalmlops.core.model;

import java.util.Arrays;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * Deep trees: a node is eight bytes, the two children of a node lie side by side, and no branch depends on the row. Four trees are
 * walked at a time; a leaf leads to itself, so that they end together. See {@link Slots} for what a node compares.
 */
final class PackedKernel implements BlockKernel {
    private static final int TOGETHER = 4;
    private static final int[] NONE = new int[0];

    private final TreesSum sum;
    private final Kernel walk; // for rows that may be sent nowhere
    private final Slots slots;
    private final int[] root;
    private final long[] node; // left child in the upper 32 bits, position in the next 16, slot in the lowest
    private final double[] value; // of a leaf

    PackedKernel(TreesForm form) {
        sum = new TreesSum(form);
        slots = new Slots(form);
        walk = slots.mayBeNowhere() ? new TreesKernel(form) : UNDEFINED;
        int trees = form.trees().size();
        root = new int[trees];
        int nodes = form.trees().stream().mapToInt(Tree::size).sum();
        node = new long[nodes];
        value = new double[nodes];
        int free = 0;
        for (int t = 0; t < trees; t++) {
            root[t] = free;
            free = add(form.trees().get(t), free);
        }
    }

    /** Children by two after their parent, the left ones' children first. */
    private int add(Tree tree, int first) {
        int free = first + 1;
        int[] place = new int[tree.size()];
        place[0] = first;
        int[] open = new int[tree.size()];
        int size = 1;
        while (size > 0) {
            int i = open[--size];
            int at = place[i];
            if (tree.column(i) < 0) {
                node[at] = (long) at << 32;
                value[at] = tree.weight() * tree.leaf(i);
            } else {
                node[at] = (long) free << 32 | (long) slots.position(tree, i) << 16 | slots.slot(tree, i);
                place[tree.left(i)] = free;
                place[tree.right(i)] = free + 1;
                free += 2;
                open[size++] = tree.right(i);
                open[size++] = tree.left(i);
            }
        }
        return free;
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
        double s = sum.base();
        int t = 0;
        for (; t + TOGETHER <= root.length; t += TOGETHER) {
            int a = root[t];
            int b = root[t + 1];
            int c = root[t + 2];
            int d = root[t + 3];
            int before;
            do {
                before = a + b + c + d;
                a = child(node[a], ranks, 0);
                b = child(node[b], ranks, 0);
                c = child(node[c], ranks, 0);
                d = child(node[d], ranks, 0);
            } while (a + b + c + d != before);
            s += value[a];
            s += value[b];
            s += value[c];
            s += value[d];
        }
        for (; t < root.length; t++) {
            s += value[leaf(root[t], ranks, 0)];
        }
        return sum.risk(s);
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
        for (int first : root) {
            int row = 0;
            for (; row + TOGETHER <= rows; row += TOGETHER) {
                int at = row * stride;
                int a = first;
                int b = first;
                int c = first;
                int d = first;
                int before;
                do {
                    before = a + b + c + d;
                    a = child(node[a], ranks, at);
                    b = child(node[b], ranks, at + stride);
                    c = child(node[c], ranks, at + 2 * stride);
                    d = child(node[d], ranks, at + 3 * stride);
                } while (a + b + c + d != before);
                sums[row] += value[a];
                sums[row + 1] += value[b];
                sums[row + 2] += value[c];
                sums[row + 3] += value[d];
            }
            for (; row < rows; row++) {
                sums[row] += value[leaf(first, ranks, row * stride)];
            }
        }
    }

    private int leaf(int first, int[] ranks, int row) {
        int at = first;
        int before;
        do {
            before = at;
            at = child(node[at], ranks, row);
        } while (at != before);
        return at;
    }

    /** Of a leaf itself: slot 0 is never above its position 0. The sign of a difference stands in for a branch. */
    private static int child(long node, int[] ranks, int row) {
        int low = (int) node;
        return (int) (node >>> 32) + ((low >>> 16) - ranks[row + (low & 0xFFFF)] >>> 31);
    }
}
