package org.clinicalmlops.monitoring.count;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.Magnitudes;

/**
 * Which counts a row's values belong to. What {@link Bins#of} answers by a search is looked up: each numeric feature has
 * {@value #CELLS} cells of nearly equal width between its first and its last edge, and a table says which bin a cell is in. Only in
 * a cell with an edge in it, the value is compared with that edge and those after it. Immutable.
 *
 * <p>A cell is the leading bits of a number: positive doubles are ordered as their bits are. So that this holds for all numbers of
 * interest, and cells are of like width, a number of a feature that has edges at or below 0 is first moved up by as much as makes
 * them positive. Adding and rounding keep the order, so that nothing of the answer is approximate.
 */
final class ValueCells {
    /** Features that are counted by one call, so that a long has a bit for each. */
    static final int WORD = Long.SIZE;

    /** Our choice: of deciles of a normal distribution, 3 in 100 numbers are in a cell with an edge. */
    private static final int CELLS = 256;

    private static final int LAST = CELLS - 1;

    /** Longs of one description, and what each is. */
    private static final int STRIDE = 4;

    private static final int UP = 0;
    private static final int LOWEST = 1;
    private static final int SHIFT_OFFSET_MAGNITUDES = 2; // in 8, 24 and 32 bits
    private static final int EDGES_MISSING = 3; // in 32 bits each

    private static final int TOP = 49; // as in Magnitudes: leaves sign, exponent and three bits of the fraction
    private static final int EXPONENT = 0x7FF;
    private static final short LOOK = -1;

    /**
     * By the leading bits of a number: one more than its magnitude; 0 if it is not above 0, which what is under 2^-1025 is taken for
     * here; {@value #LOOK} if it is infinite or none.
     */
    private static final short[] SIZES = sizes();

    private final double[][] edges;
    private final int[] bins;
    private final int[] offset;
    private final int[] magnitudes;
    /** The edges of each feature, one after the other, with a NaN after each. */
    private final double[] allEdges;

    private final long[] described;
    /** Of each cell its bin, or, with the sign set, the lowest bin that any number in it can be in. Of categories always so. */
    private final byte[] table;

    /**
     * @param edges of each feature; none for a category
     * @param bins of each feature
     * @param offset of each feature's bins, unseen levels and missing
     * @param magnitudes of each feature, below 0 for a category; the count before is of numbers that are not above 0
     */
    ValueCells(double[][] edges, int[] bins, int[] offset, int[] magnitudes) {
        this.edges = edges;
        this.bins = bins;
        this.offset = offset;
        this.magnitudes = magnitudes;
        described = new long[bins.length * STRIDE];
        table = new byte[bins.length * CELLS];
        allEdges =
                new double[Arrays.stream(edges).mapToInt(own -> own.length + 1).sum()];
        int from = 0;
        for (int f = 0; f < bins.length; f++) {
            double[] own = edges[f];
            System.arraycopy(own, 0, allEdges, from, own.length);
            allEdges[from + own.length] = Double.NaN;
            describe(f, from);
            fill(f);
            from += own.length + 1;
        }
    }

    private static short[] sizes() {
        short[] sizes = new short[1 << 64 - TOP];
        for (int top = 0; top < sizes.length; top++) {
            double least = Double.longBitsToDouble((long) top << TOP);
            boolean finite =
                    (top >>> 3 & EXPONENT) != EXPONENT; // else infinite or NaN: the rest of the bits says which
            sizes[top] = (short) (!finite ? LOOK : least > 0 ? 1 + Magnitudes.cell(least) : 0);
        }
        return sizes;
    }

    private void describe(int f, int firstEdge) {
        double[] own = edges[f];
        int shift = 1; // so that the difference of two cells never overflows
        if (own.length > 0) {
            double up = up(own[0], own[own.length - 1]);
            long first = Double.doubleToRawLongBits(own[0] + up);
            long last = Double.doubleToRawLongBits(own[own.length - 1] + up);
            while ((last >> shift) - (first >> shift) > LAST - 2) {
                shift++;
            }
            described[f * STRIDE + UP] = Double.doubleToRawLongBits(up);
            described[f * STRIDE + LOWEST] = (first >> shift) - 1;
        }
        described[f * STRIDE + SHIFT_OFFSET_MAGNITUDES] =
                shift | (long) offset[f] << 8 | (long) (magnitudes[f] - 1) << 32;
        described[f * STRIDE + EDGES_MISSING] = firstEdge | (long) (offset[f] + bins[f] + 1) << 32;
    }

    /** What makes the first edge positive, as far above 0 as the edges are apart; 0 if it is. */
    private static double up(double first, double last) {
        if (first > 0) {
            return 0;
        }
        double width = last > first ? last - first : Math.max(1, -first);
        double up = width - first;
        return last + up < Double.POSITIVE_INFINITY
                ? up
                : 0.0 - first; // so far apart that cells cannot be of like width
    }

    private void fill(int f) {
        double[] own = edges[f];
        int below = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            int lowest = below;
            while (below < own.length && cell(f, own[below]) == cell) {
                below++;
            }
            boolean sure = below == lowest && lowest <= Byte.MAX_VALUE && magnitudes[f] >= 0;
            table[f * CELLS + cell] = (byte) (sure ? lowest : Byte.MIN_VALUE | Math.min(lowest, Byte.MAX_VALUE));
        }
    }

    private int cell(int f, double x) {
        double up = Double.longBitsToDouble(described[f * STRIDE + UP]);
        int shift = (int) described[f * STRIDE + SHIFT_OFFSET_MAGNITUDES];
        long cell = (Double.doubleToRawLongBits(x + up) >> shift) - described[f * STRIDE + LOWEST];
        return (int) Math.max(0, Math.min(LAST, cell));
    }

    /** The count of a value from the start of its cell of groups. */
    int of(int f, double x) {
        int n = bins[f];
        if (x != x) {
            return offset[f] + n + 1;
        }
        if (magnitudes[f] >= 0) {
            return offset[f] + Bins.of(edges[f], x);
        }
        int code = (int) x;
        return offset[f] + (code == x && code >= 0 && code < n ? code : n);
    }

    /** Whether it is counted how large a value is: of numbers. */
    boolean hasMagnitude(int f, double x) {
        return x == x && magnitudes[f] >= 0;
    }

    /** The count of how large a number is; an infinite one is in the last, or not above 0. */
    int magnitude(int f, double x) {
        int size = SIZES[(int) (Double.doubleToRawLongBits(x) >>> TOP)];
        return magnitudes[f] - 1 + (size != LOOK ? size : x > 0 ? Magnitudes.CELLS : 0);
    }

    /**
     * Counts the values of up to {@value #WORD} features.
     *
     * @param start of the counts of the row's cell of groups
     * @param from the first feature; a multiple of {@value #WORD}
     * @return a bit for each that is missing
     */
    long count(long[] counts, int start, double[] values, int from, int until) {
        // What matters here was found by measuring, on JDK 17 and 25: few loads for what is known of a feature; no call
        // in the loop;
        // limits as conditions, since JDK 25 compiles Math.min otherwise; no branch that depends on a value but for
        // what is rare.
        long[] described = this.described;
        byte[] table = this.table;
        short[] sizes = SIZES;
        long lacks = 0;
        long others = 0;
        for (int f = from; f < until; f++) {
            double x = values[f];
            long how = described[f * STRIDE + SHIFT_OFFSET_MAGNITUDES];
            double up = Double.longBitsToDouble(described[f * STRIDE + UP]);
            long cell = (Double.doubleToRawLongBits(x + up) >> (int) how) - described[f * STRIDE + LOWEST];
            int bin = table[f * CELLS + (int) (cell < 0 ? 0 : cell > LAST ? LAST : cell)];
            int size = sizes[(int) (Double.doubleToRawLongBits(x) >>> TOP)];
            if ((bin | size) < 0) {
                long more = described[f * STRIDE + EDGES_MISSING];
                if (x != x) {
                    lacks |= 1L << f;
                    counts[start + (int) (more >>> 32)]++;
                    continue;
                }
                if (how < 0) {
                    int offset = (int) how >>> 8;
                    int n = (int) (more >>> 32) - offset - 1;
                    int code = (int) x;
                    counts[start + offset + (code == x && code >= 0 && code < n ? code : n)]++;
                    continue;
                }
                bin &= Byte.MAX_VALUE;
                bin += allEdges[(int) more + bin] <= x ? 1 : 0;
                if (size < 0 || allEdges[(int) more + bin] <= x) {
                    others |= 1L << f;
                    continue;
                }
            }
            counts[start + ((int) how >>> 8) + bin]++;
            counts[(int) (how >>> 32) + size]++;
        }
        if (others != 0) {
            countOthers(counts, start, values, from, others);
        }
        return lacks;
    }

    /** Infinite numbers, and those in a cell with more than one edge at or below them. */
    private void countOthers(long[] counts, int start, double[] values, int from, long which) {
        for (long rest = which; rest != 0; rest &= rest - 1) {
            int f = from + Long.numberOfTrailingZeros(rest);
            double x = values[f];
            counts[start + of(f, x)]++;
            if (hasMagnitude(f, x)) {
                counts[magnitude(f, x)]++;
            }
        }
    }
}
