package org.clinicalmlops.monitoring.feed;

import java.util.Arrays;
import org.clinicalmlops.metrics.sequential.BinaryChain;

/**
 * What share of missing values is tolerated, and what a block of rows is worth as evidence against it. Of each bet the expectation is
 * at most 1 while the share is tolerated, whatever came before.
 *
 * <p>Two kinds of bets. <em>Plain</em> ones, {@code 1 + lambda (L - most)} on the block's share L with {@code lambda = (.75/most)
 * 2^-j, j = 0..7} (Waudby-Smith and Ramdas, JRSSB 2024), ask nothing of the rows of a block but their expected share, and are slow:
 * no block multiplies them by more than {@code 1 + .75 (1 - most) / most}. <em>Tilted</em> ones, {@code exp(theta S) / E exp(theta S)} on
 * the number S of missing values with {@code theta = 2 * 2^-j, j = 0..5}, use that the rows are a chain of the baseline's
 * persistence, and find a gross change in one block. The grid is our choice: fine enough for changes of one to some tens of
 * standard deviations of blocks of 50 to 1,000 rows.
 */
final class ToleratedAbsence {
    /** Bets against more than is tolerated. */
    static final int BETS_ON_MORE = 14;
    /** Bets against fewer: tilted ones only, plain ones would need a hundred blocks since they are bounded by rows that are not missing. */
    static final int BETS_ON_FEWER = 6;

    private static final int PLAIN = 8;
    private static final int TILTED = 6;
    private static final double PART_OF_PLAIN = 0.25; // our choice: they are for what the chain does not know
    private static final double STEEPEST = 2;
    private static final double BOLDEST = 0.75;
    private static final double LARGEST_LOG = 700; // of a factor: exp of it is still a number

    /** Smallest difference that anybody would act on, and as a part of the baseline's share (METHODS 3.11). */
    static final double APART = 0.02;

    static final double PART = 0.25;

    private final Absence absence;
    private final double most;
    private final double least;

    ToleratedAbsence(Absence absence) {
        this.absence = absence;
        double tolerance = Math.max(APART, PART * absence.rate());
        most = absence.upper() + tolerance;
        least = absence.lower() - tolerance;
    }

    Absence absence() {
        return absence;
    }

    /** Shares up to this are tolerated; 1 or more if any is. */
    double most() {
        return most;
    }

    /** Shares down to this are tolerated; 0 or less if any is. */
    double least() {
        return least;
    }

    boolean judgesMore() {
        return most < 1;
    }

    boolean judgesFewer() {
        return least > 0;
    }

    /** Rows of which as many are missing as is tolerated; where {@link #judgesMore}. */
    BinaryChain atMost(Scatter scatter) {
        return scatter.atLeast(BinaryChain.ofRate(most, absence.persistence()));
    }

    /** Rows of which as few are missing as is tolerated; where {@link #judgesFewer}. */
    BinaryChain atLeast(Scatter scatter) {
        return scatter.atLeast(BinaryChain.ofRate(least, absence.persistence()));
    }

    /**
     * What each bet on more is multiplied by.
     *
     * @param missing values of the block
     * @param rows of the block
     * @param after whether the row before the block had no value
     * @param chain at the edge, see {@link #atMost}
     */
    double[] more(double missing, long rows, boolean after, BinaryChain chain) {
        double[] factors = new double[BETS_ON_MORE];
        double share = missing / rows;
        for (int j = 0; j < PLAIN; j++) {
            factors[j] = 1 + BOLDEST / most * Math.pow(2, -j) * (share - most);
        }
        for (int j = 0; j < TILTED; j++) {
            factors[PLAIN + j] = tilted(chain, STEEPEST * Math.pow(2, -j), missing, rows, after);
        }
        return factors;
    }

    /** What each bet on fewer is multiplied by; arguments as above, the chain that of {@link #atLeast}. */
    double[] fewer(double missing, long rows, boolean after, BinaryChain chain) {
        double[] factors = new double[BETS_ON_FEWER];
        for (int j = 0; j < TILTED; j++) {
            factors[j] = tilted(chain, -STEEPEST * Math.pow(2, -j), missing, rows, after);
        }
        return factors;
    }

    private static double tilted(BinaryChain chain, double theta, double missing, long rows, boolean after) {
        return Math.exp(Math.min(LARGEST_LOG, theta * missing - chain.logMoment(theta, rows, after)));
    }

    /** Part of each bet in the whole. */
    static double[] partsOfMore() {
        double[] parts = new double[BETS_ON_MORE];
        for (int j = 0; j < BETS_ON_MORE; j++) {
            parts[j] = j < PLAIN ? PART_OF_PLAIN / PLAIN : (1 - PART_OF_PLAIN) / TILTED;
        }
        return parts;
    }

    /** The same of bets on fewer. */
    static double[] partsOfFewer() {
        double[] parts = new double[BETS_ON_FEWER];
        Arrays.fill(parts, 1.0 / BETS_ON_FEWER);
        return parts;
    }
}
