package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/**
 * What the nodes of a form look at, as whole numbers: of each column one slot for the splits that send missing values right and one for
 * those that send them left, and one for each distinct set of categories. A row goes right at a node if its slot's number is above the
 * node's position, so that a walk need not know of missing values and categories. Immutable; allocates nothing after it was made.
 */
final class Slots {
    /** The number of slot 0 for every row: for nodes where a row must go left, at position 0. */
    static final int NEVER_RIGHT = 0;

    private static final int ALWAYS_LEFT = -1;
    private static final int ALWAYS_RIGHT = Integer.MAX_VALUE >>> 8;

    private final Thresholds thresholds;
    private final CategorySets sets = new CategorySets();
    private final int[]
            goesRight; // slot of the splits of a column that send missing values right, -1 if there are none
    private final int[] goesLeft;
    private final boolean[] undefined;
    private final int firstSet;

    Slots(TreesForm form) {
        thresholds = Thresholds.of(form);
        int columns = thresholds.columns();
        goesRight = new int[columns];
        goesLeft = new int[columns];
        undefined = new boolean[columns];
        for (Tree tree : form.trees()) {
            for (int node = 0; node < tree.size(); node++) {
                use(tree.node(node));
            }
        }
        int slots = 1;
        for (int i = 0; i < columns; i++) {
            goesRight[i] = goesRight[i] > 0 ? slots++ : -1;
            goesLeft[i] = goesLeft[i] > 0 ? slots++ : -1;
        }
        firstSet = slots;
    }

    private void use(TreeNode node) {
        if (node instanceof TreeNode.Threshold split) {
            int i = thresholds.indexOf(split.column());
            if (split.missing() == Direction.LEFT) {
                goesLeft[i] = 1;
            } else {
                goesRight[i] = 1;
                undefined[i] |= split.missing() == Direction.UNDEFINED;
            }
        } else if (node instanceof TreeNode.Categories split) {
            sets.numberOf(split);
        }
    }

    /** Whether some row may be sent nowhere. */
    boolean mayBeNowhere() {
        boolean may = sets.mayBeNowhere();
        for (boolean column : undefined) {
            may |= column;
        }
        return may;
    }

    /** How many there are, slot 0 included. */
    int size() {
        return firstSet + sets.size();
    }

    /** How many thresholds the column with the most has. */
    int mostThresholds() {
        int most = 0;
        for (int i = 0; i < thresholds.columns(); i++) {
            most = Math.max(most, thresholds.count(i));
        }
        return most;
    }

    /** What an inner node looks at. */
    int slot(Tree tree, int node) {
        if (tree.node(node) instanceof TreeNode.Categories split) {
            return firstSet + sets.numberOf(split);
        }
        int i = thresholds.indexOf(tree.column(node));
        return tree.missing(node) == Direction.LEFT ? goesLeft[i] : goesRight[i];
    }

    /** Of an inner node; a row whose number is above it goes right. */
    int position(Tree tree, int node) {
        return tree.node(node) instanceof TreeNode.Threshold split
                ? thresholds.position(thresholds.indexOf(split.column()), split.threshold())
                : 0;
    }

    /**
     * Finds the numbers of one row.
     *
     * @param ranks filled from {@code at} on
     * @return false if a node may send the row nowhere: it must then be walked node by node
     */
    boolean fill(double[] x, int[] ranks, int at) {
        ranks[at] = NEVER_RIGHT;
        for (int i = 0; i < goesRight.length; i++) {
            double value = x[thresholds.column(i)];
            if (value != value) {
                if (undefined[i]) {
                    return false;
                }
                set(ranks, at, goesRight[i], ALWAYS_RIGHT);
                set(ranks, at, goesLeft[i], ALWAYS_LEFT);
            } else {
                int rank = thresholds.rank(i, value);
                set(ranks, at, goesRight[i], rank);
                set(ranks, at, goesLeft[i], rank);
            }
        }
        for (int s = 0; s < sets.size(); s++) {
            Direction direction = sets.direction(s, x);
            if (direction == Direction.UNDEFINED) {
                return false;
            }
            ranks[at + firstSet + s] = direction == Direction.RIGHT ? 1 : 0;
        }
        return true;
    }

    private static void set(int[] ranks, int at, int slot, int rank) {
        if (slot >= 0) {
            ranks[at + slot] = rank;
        }
    }
}
