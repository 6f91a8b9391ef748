package org.clinicalmlops.core.imported;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;
import org.jspecify.annotations.Nullable;

/** Turns trees of a file into trees of ours, whose nodes come after their parent. Counts nodes over all trees. */
final class Growing {
    private final BoundColumns columns;
    private int nodes;

    Growing(BoundColumns columns) {
        this.columns = columns;
    }

    TreesForm.Tree grow(FileTree tree) {
        Grown root = new Grown(0, 0);
        Deque<Grown> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Grown grown = open.pop();
            Limits.atMost(Limits.NODES, ++nodes, tree.where(), "nodes of all trees");
            Limits.atMost(Limits.DEPTH, grown.depth, tree.where(), "splits from root to leaf");
            if (grown.content == null) {
                become(grown, tree);
            }
            if (grown.left != null && grown.right != null) {
                open.push(grown.right);
                open.push(grown.left);
            }
        }
        return TreesForm.Tree.of(tree.weight(), numbered(root));
    }

    private void become(Grown grown, FileTree tree) {
        FileNode node = tree.node(grown.file);
        if (node instanceof FileNode.Leaf) {
            grown.content = node;
        } else if (node instanceof FileNode.Compared split) {
            compared(grown, split, split.threshold(), split.missing());
        } else if (node instanceof FileNode.Sorted split) {
            int known = columns.known(split.column());
            if (split.set().length() > known) {
                throw Refusal.of(
                        Kind.COLUMNS,
                        Refusal.shown(columns.name(split.column())),
                        known + " categories were listed, and the model knows code "
                                + (split.set().length() - 1));
            }
            grown.content = split;
            grown.split(split.left(), split.right());
        } else {
            zeroAside(grown, (FileNode.ZeroAside) node);
        }
    }

    private static void compared(Grown grown, FileNode.Split split, double threshold, Direction missing) {
        grown.content = new FileNode.Compared(split.column(), threshold, missing, split.left(), split.right());
        grown.split(split.left(), split.right());
    }

    /** The numbers from -zero to zero go where missing goes: a shifted threshold if they lie beside it, else three comparisons. */
    private static void zeroAside(Grown grown, FileNode.ZeroAside split) {
        double t = split.threshold();
        double zero = split.zero();
        double below = Math.nextDown(-zero);
        Direction missing = split.missingLeft() ? Direction.LEFT : Direction.RIGHT;
        if (split.missingLeft() && t >= -zero) {
            compared(grown, split, Math.max(t, zero), missing);
        } else if (!split.missingLeft() && t <= zero) {
            compared(grown, split, Math.min(t, below), missing);
        } else if (split.missingLeft()) { // t, then numbers that go right, then zero, which goes left
            Grown upper = chain(grown, split, t, split.left());
            Grown aside = chain(upper, split, below, split.right());
            compared(aside, split, zero, missing);
        } else { // numbers that go left, then zero, which goes right, then numbers up to t, which go left
            Grown middle = chain(grown, split, below, split.left());
            Grown upper = chain(middle, split, zero, split.right());
            middle.content = new FileNode.Compared(split.column(), zero, Direction.LEFT, 0, 0);
            compared(upper, split, t, missing);
        }
    }

    /** What is at or below the threshold goes to a node of the file; the rest, and what is missing, to the node that is answered. */
    private static Grown chain(Grown grown, FileNode.Split split, double threshold, int child) {
        grown.content = new FileNode.Compared(split.column(), threshold, Direction.RIGHT, 0, 0);
        grown.left = new Grown(child, grown.depth + 1);
        grown.right = new Grown(child, grown.depth + 1);
        return grown.right;
    }

    private List<TreeNode> numbered(Grown root) {
        List<Grown> order = new ArrayList<>();
        Deque<Grown> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Grown grown = open.pop();
            grown.position = order.size();
            order.add(grown);
            if (grown.left != null && grown.right != null) {
                open.push(grown.right);
                open.push(grown.left);
            }
        }
        return order.stream().map(this::node).toList();
    }

    private TreeNode node(Grown grown) {
        int left = grown.left == null ? 0 : grown.left.position;
        int right = grown.right == null ? 0 : grown.right.position;
        if (grown.content instanceof FileNode.Compared split) {
            return new TreeNode.Threshold(
                    columns.position(split.column()), split.threshold(), split.missing(), left, right);
        }
        if (grown.content instanceof FileNode.Sorted split) {
            boolean set = split.setGoesLeft();
            boolean withSet = split.missing() == (set ? Direction.LEFT : Direction.RIGHT);
            Direction missing = withSet ? Direction.LEFT : Direction.RIGHT; // our set goes left
            return new TreeNode.Categories(
                    columns.position(split.column()),
                    columns.known(split.column()),
                    split.set().stream().boxed().toList(),
                    missing,
                    missing,
                    set ? left : right,
                    set ? right : left);
        }
        return new TreeNode.Leaf(((FileNode.Leaf) grown.content).value());
    }

    /** A node that is being made; linked, since three can take the place of one. */
    private static final class Grown {
        private final int file;
        private final int depth;
        private @Nullable FileNode content;
        private @Nullable Grown left;
        private @Nullable Grown right;
        private int position;

        private Grown(int file, int depth) {
            this.file = file;
            this.depth = depth;
        }

        private void split(int fileLeft, int fileRight) {
            left = new Grown(fileLeft, depth + 1);
            right = new Grown(fileRight, depth + 1);
        }
    }
}
