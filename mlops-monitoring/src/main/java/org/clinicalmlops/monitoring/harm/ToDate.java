package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * All outcomes so far, counted in cells of the risk: 32 to each doubling of the smaller of the risk and its complement, down to
 * 2^-12, which is at most 3 % in odds. A cell that has met one risk only, as those of a score do, keeps it. The sum of the risks is
 * in units of 1e-9. So cases add up and can be taken back exactly, in any order. About 3 kB. Single-threaded.
 */
final class ToDate {
    private static final int A_DOUBLING = 32;
    private static final int HALF = 12 * A_DOUBLING;
    private static final int CELLS = 2 * HALF;
    private static final int SHIFT = 47; // leaves the exponent and five bits of the fraction
    private static final int LOWEST = (1023 - 13) * A_DOUBLING;

    private static final long EMPTY = 0;
    private static final long MANY = 1;

    private final long[] events = new long[CELLS];
    private final long[] others = new long[CELLS];
    private final long[] only = new long[CELLS]; // the bits of the one risk of a cell, two added
    private long risks;

    void add(double risk, boolean event) {
        int cell = cell(risk);
        long bits = 2 + Double.doubleToLongBits(risk + 0.0);
        only[cell] = only[cell] == EMPTY || only[cell] == bits ? bits : MANY;
        (event ? events : others)[cell]++;
        risks += Math.round(risk * OutcomeCells.NANO);
    }

    void take(double risk, boolean event) {
        (event ? events : others)[cell(risk)]--;
        risks -= Math.round(risk * OutcomeCells.NANO);
    }

    /** Whether such a case can have been added. */
    boolean has(double risk, boolean event) {
        return (event ? events : others)[cell(risk)] > 0;
    }

    private static int cell(double risk) {
        return risk <= 0.5 ? lower(risk) : CELLS - 1 - lower(1 - risk);
    }

    private static int lower(double p) {
        int key = (int) (Double.doubleToRawLongBits(p) >>> SHIFT) - LOWEST;
        return Math.max(0, Math.min(HALF - 1, key));
    }

    private static double middle(int cell) {
        return cell < HALF ? middleBelow(cell) : 1 - middleBelow(CELLS - 1 - cell);
    }

    private static double middleBelow(int cell) {
        double from = cell == 0 ? 0 : Double.longBitsToDouble((long) (cell + LOWEST) << SHIFT);
        return (from + Double.longBitsToDouble((long) (cell + 1 + LOWEST) << SHIFT)) / 2;
    }

    /** The sum of the risks, to 1e-9 for each case. */
    double expected() {
        return risks / OutcomeCells.NANO;
    }

    /** The cases as if each had the middle risk of its cell, or the one that was met there. */
    RiskCounts counts() {
        double[] values = new double[CELLS];
        int[] with = new int[CELLS];
        int[] without = new int[CELLS];
        int size = 0;
        for (int i = 0; i < CELLS; i++) {
            if (events[i] + others[i] > 0) {
                double value = only[i] == MANY ? middle(i) : Double.longBitsToDouble(only[i] - 2);
                if (size == 0 || value > values[size - 1]) { // 1 - (1 - p) may round to the neighbour's risk
                    values[size++] = value;
                }
                with[size - 1] += Math.toIntExact(events[i]);
                without[size - 1] += Math.toIntExact(others[i]);
            }
        }
        return RiskCounts.of(Arrays.copyOf(values, size), Arrays.copyOf(with, size), Arrays.copyOf(without, size));
    }

    /** Share of the pairs of an event and another whose order is lost, because different risks share their cell. */
    double tiedPairs() {
        double tied = 0;
        for (int i = 0; i < CELLS; i++) {
            tied += only[i] == MANY ? (double) events[i] * others[i] : 0;
        }
        return tied == 0
                ? 0
                : tied / Arrays.stream(events).sum() / Arrays.stream(others).sum();
    }

    void save(StateOutput out) {
        out.putLongs(events);
        out.putLongs(others);
        out.putLongs(only);
        out.putLong(risks);
    }

    void restore(StateInput in) {
        System.arraycopy(in.getLongs(CELLS), 0, events, 0, CELLS);
        System.arraycopy(in.getLongs(CELLS), 0, others, 0, CELLS);
        System.arraycopy(in.getLongs(CELLS), 0, only, 0, CELLS);
        risks = in.getLong();
    }
}
