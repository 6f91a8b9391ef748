package org.clinicalmlops.core.imported;

import java.util.BitSet;
import org.clinicalmlops.api.train.TreeNode.Direction;

/** A node as a file has it: children by their position there, in any order; nothing of it has been checked but the column. */
sealed interface FileNode {
    /** An end. */
    record Leaf(double value) implements FileNode {}

    /** A node with two children. */
    sealed interface Split extends FileNode {
        /** Position in the file's columns. */
        int column();

        int left();

        int right();
    }

    /** {@code x <= threshold} goes left. */
    record Compared(int column, double threshold, Direction missing, int left, int right) implements Split {}

    /**
     * As {@link Compared}, but what is nearly zero goes where missing goes, as LightGBM has it if it was told that zero is missing.
     *
     * @param zero the largest number that counts as zero
     */
    record ZeroAside(int column, double threshold, double zero, boolean missingLeft, int left, int right)
            implements Split {}

    /**
     * Codes of a set go to one side, others to the other; missing and unseen ones go together.
     *
     * @param setGoesLeft whether the set goes to the left child
     * @param missing left or right
     */
    record Sorted(int column, BitSet set, boolean setGoesLeft, Direction missing, int left, int right)
            implements Split {}
}
