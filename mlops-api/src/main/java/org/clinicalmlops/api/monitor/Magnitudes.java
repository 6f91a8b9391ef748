package org.clinicalmlops.api.monitor;

/**
 * Cells of a histogram of positive numbers, eight to each doubling from 2^-20 to 2^24; what is below or above is in the first or
 * last cell. Fine enough to tell a factor, small enough to be always there. Our choice.
 */
public final class Magnitudes {
    /** Number of cells. */
    public static final int CELLS = 44 * 8;

    private static final int SHIFT = 49; // leaves the exponent and three bits of the fraction
    private static final int LOWEST = (1023 - 20) << 3;

    private Magnitudes() {}

    /** The cell of a number above 0. */
    public static int cell(double x) {
        int key = (int) (Double.doubleToRawLongBits(x) >>> SHIFT) - LOWEST;
        return Math.max(0, Math.min(CELLS - 1, key));
    }

    /** Smallest number of the cell. */
    public static double lower(int cell) {
        return Double.longBitsToDouble((long) (cell + LOWEST) << SHIFT);
    }
}
