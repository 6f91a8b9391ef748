package org.clinicalmlops.monitoring.feed;

import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.BinaryChain;

/**
 * How much the missing values of one feature scatter from block to block in the first weeks: at weekends another laboratory works, and
 * a chain of rows does not know it. Where neighbouring blocks differ more than the baseline's persistence explains, bets are made as
 * if missing values came in so much longer runs.
 *
 * <p>{@code V = mean of (L_k - L_{k-1})^2 / (1/n_k + 1/n_{k-1}) / (p (1 - p))}, L the share of a block of n rows and p that of all: the
 * variance from successive differences (von Neumann 1941), relative to that of independent rows. A change in these weeks that is
 * there to stay makes one difference large, not all. Single-threaded.
 */
final class Scatter {
    private long blocks;
    private double rows;
    private double missing;
    private double squares;
    private double lastRows;
    private double lastShare;
    private double inflation;

    /** Takes one of the first blocks. */
    void learn(long missingOfBlock, long rowsOfBlock) {
        double share = (double) missingOfBlock / rowsOfBlock;
        if (blocks > 0) {
            squares += (share - lastShare) * (share - lastShare) / (1.0 / rowsOfBlock + 1 / lastRows);
        }
        blocks++;
        rows += rowsOfBlock;
        missing += missingOfBlock;
        lastRows = rowsOfBlock;
        lastShare = share;
    }

    /** What was learnt counts from now on. */
    void learnt() {
        double expected = missing / rows * (1 - missing / rows);
        inflation = blocks < 2 || !(expected > 0) ? 0 : squares / (blocks - 1) / expected;
    }

    /** A chain of the same rate that scatters at least as much as was learnt. */
    BinaryChain atLeast(BinaryChain chain) {
        return inflation == 0 ? chain : chain.atLeast(inflation, Math.max(1, Math.round(rows / blocks)));
    }

    void save(StateOutput out) {
        out.putLong(blocks);
        out.putDoubles(new double[] {rows, missing, squares, lastRows, lastShare, inflation});
    }

    void restore(StateInput in) {
        blocks = in.getLong();
        double[] state = in.getDoubles(6);
        rows = state[0];
        missing = state[1];
        squares = state[2];
        lastRows = state[3];
        lastShare = state[4];
        inflation = state[5];
    }
}
