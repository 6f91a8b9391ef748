package org.clinicalmlops.core.model;

/**
 * A kernel that can score a block of rows tree by tree, so that a tree stays in the nearest cache and rows need not wait for each
 * other. Every row has the bits that it has alone.
 */
interface BlockKernel extends Kernel {
    /**
     * What the trees compare of one row.
     *
     * @param ranks filled from {@code at} on, {@link #ranks()} numbers
     * @return false if a node may send the row nowhere: {@link #walk} then answers
     */
    boolean find(double[] x, int[] ranks, int at);

    /** Sums the leaves of {@code rows} rows, whose numbers lie one behind the other. */
    void sum(int rows, int[] ranks, double[] sums);

    /** From a row's sum to its risk. */
    double risk(double sum);

    /** The risk of any row, node by node. */
    double walk(double[] x);
}
