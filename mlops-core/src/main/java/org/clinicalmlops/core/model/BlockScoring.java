package org.clinicalmlops.core.model;

/** Scores rows in blocks. Allocates a few kilobytes a call. Stateless. */
final class BlockScoring {
    /** Rows of a block: what they are compared by stays in the nearest cache beside a tree. Our choice. */
    private static final int ROWS = 64;

    private BlockScoring() {}

    /** Rows {@code from} to below {@code to}. */
    static void risks(ColumnPlan columns, BlockKernel kernel, double[][] coded, int from, int to, double[] risks) {
        int stride = kernel.ranks();
        int[] ranks = new int[ROWS * stride];
        double[] sums = new double[ROWS];
        int[] place = new int[ROWS];
        double[] buffer = new double[columns.size()];
        for (int start = from; start < to; start += ROWS) {
            int rows = 0;
            for (int i = start; i < Math.min(to, start + ROWS); i++) {
                double[] x = columns.prepared(coded[i], buffer);
                if (kernel.find(x, ranks, rows * stride)) {
                    place[rows++] = i;
                } else {
                    risks[i] = kernel.walk(x);
                }
            }
            kernel.sum(rows, ranks, sums);
            for (int row = 0; row < rows; row++) {
                risks[place[row]] = kernel.risk(sums[row]);
            }
        }
    }
}
