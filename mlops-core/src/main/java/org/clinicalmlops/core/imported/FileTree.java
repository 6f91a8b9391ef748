package org.clinicalmlops.core.imported;

import java.util.BitSet;
import java.util.List;
import org.clinicalmlops.core.imported.FileNode.Split;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * A tree as a file has it, found to be one: from its first node every node is reached on one way only, no way is too long, and what is
 * reached is possible. Nodes that are not reached are left alone; XGBoost leaves them when it prunes.
 */
final class FileTree {
    private final String where;
    private final double weight;
    private final List<FileNode> nodes;
    private final BitSet compared = new BitSet();
    private final BitSet sorted = new BitSet();

    /**
     * @param where name in messages
     * @param weight of its leaves in the sum; finite, {@code > 0}
     * @param nodes the root first
     * @param columns how many columns the file has
     */
    FileTree(String where, double weight, List<FileNode> nodes, int columns) {
        this.where = where;
        this.weight = weight;
        this.nodes = List.copyOf(nodes);
        if (!(weight > 0 && Double.isFinite(weight))) {
            throw Refusal.of(Kind.CONTENT, where, "a finite weight above 0 is expected, was " + weight);
        }
        if (nodes.isEmpty()) {
            throw Refusal.of(Kind.CONTENT, where, "a tree has at least one node");
        }
        walk(columns);
    }

    private void walk(int columns) {
        int[] depth = new int[nodes.size()];
        int[] open = new int[nodes.size() + 1];
        BitSet reached = new BitSet(nodes.size());
        reached.set(0);
        int waiting = 1;
        while (waiting > 0) {
            int node = open[--waiting];
            if (nodes.get(node) instanceof Split split) {
                inner(node, split, columns);
                for (int side = 0; side < 2; side++) {
                    int child = side == 0 ? split.left() : split.right();
                    check(child >= 0 && child < nodes.size(), node, "a child is one of " + nodes.size() + " nodes");
                    check(!reached.get(child), node, "a node is the child of one other and not the root");
                    reached.set(child);
                    depth[child] = depth[node] + 1;
                    Limits.atMost(Limits.DEPTH, depth[child], where, "splits from root to leaf");
                    open[waiting++] = child;
                }
            } else {
                check(
                        Double.isFinite(((FileNode.Leaf) nodes.get(node)).value()),
                        node,
                        "the value of a leaf is finite");
            }
        }
    }

    private void inner(int node, Split split, int columns) {
        check(split.column() >= 0 && split.column() < columns, node, "a node looks at one of " + columns + " columns");
        if (split instanceof FileNode.Sorted) {
            sorted.set(split.column());
            return;
        }
        compared.set(split.column());
        double threshold =
                split instanceof FileNode.Compared c ? c.threshold() : ((FileNode.ZeroAside) split).threshold();
        check(Double.isFinite(threshold), node, "a threshold is finite");
    }

    private void check(boolean holds, int node, String rule) {
        if (!holds) {
            throw Refusal.of(Kind.CONTENT, where + ", node " + node, rule);
        }
    }

    String where() {
        return where;
    }

    double weight() {
        return weight;
    }

    FileNode node(int node) {
        return nodes.get(node);
    }

    /** Adds the columns that are compared as numbers. */
    void addCompared(BitSet columns) {
        columns.or(compared);
    }

    /** Adds the columns that are sorted by categories. */
    void addSorted(BitSet columns) {
        columns.or(sorted);
    }
}
