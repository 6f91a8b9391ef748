package org.clinicalmlops.api.monitor;

/**
 * Cells of a histogram of predicted risks: narrow where risks are near 0 or 1, eight to each doubling of the smaller of the risk and
 * its complement, down to 2^-12. So a risk and its cell's middle differ by at most 6 % in odds. Our choice.
 */
public final class RiskCells {
    private static final int HALF = 12 * 8;
    private static final int SHIFT = 49; // leaves the exponent and three bits of the fraction
    private static final int LOWEST = (1023 - 13) << 3;

    /** Number of cells. */
    public static final int CELLS = 2 * HALF;

    private RiskCells() {}

    /** The cell of a risk in [0, 1]; ascending in the risk. Allocates nothing. */
    public static int cell(double risk) {
        int upper = (int)
                (Double.doubleToRawLongBits(0.5 - risk) >> 63); // -1 or 0, without a branch that cannot be foretold
        long below = Double.doubleToRawLongBits(risk);
        long above = Double.doubleToRawLongBits(1 - risk);
        int key = (int) ((below ^ (below ^ above) & upper) >>> SHIFT) - LOWEST;
        int cell = Math.max(0, Math.min(HALF - 1, key));
        return (cell ^ upper) + (CELLS & upper);
    }

    /** A risk in the middle of the cell: what a case of it is taken to have where only cells are known. */
    public static double middle(int cell) {
        return cell < HALF ? middleBelow(cell) : 1 - middleBelow(CELLS - 1 - cell);
    }

    /** The lowest risk of the cell, to rounding; 0 for the first. */
    public static double lowest(int cell) {
        return cell == 0 ? 0 : cell < HALF ? edge(cell) : cell == HALF ? 0.5 : 1 - edge(CELLS - cell);
    }

    private static double middleBelow(int cell) {
        double from = cell == 0 ? 0 : edge(cell);
        double to = Math.min(0.5, edge(cell + 1));
        return (from + to) / 2;
    }

    private static double edge(int cell) {
        return Double.longBitsToDouble((long) (cell + LOWEST) << SHIFT);
    }
}
