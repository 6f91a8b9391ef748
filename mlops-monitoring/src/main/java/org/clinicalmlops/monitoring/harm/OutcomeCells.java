package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * Outcomes in each cell of {@link RiskCells}, with the sum of the risks of a cell in units of 1e-9: whole numbers, which add up and
 * can be taken back exactly, in any order. Of any number of cases about 1 kB. Single-threaded.
 */
final class OutcomeCells {
    static final double NANO = 1e9;

    private final long[] events = new long[RiskCells.CELLS];
    private final long[] others = new long[RiskCells.CELLS];
    private final long[] risks = new long[RiskCells.CELLS];

    void add(double risk, boolean event) {
        change(risk, event, 1);
    }

    /** Takes back a case that was added. */
    void take(double risk, boolean event) {
        change(risk, event, -1);
    }

    private void change(double risk, boolean event, int by) {
        int cell = RiskCells.cell(risk);
        (event ? events : others)[cell] += by;
        risks[cell] += by * Math.round(risk * NANO);
    }

    void addAll(OutcomeCells more) {
        for (int i = 0; i < events.length; i++) {
            events[i] += more.events[i];
            others[i] += more.others[i];
            risks[i] += more.risks[i];
        }
    }

    void clear() {
        Arrays.fill(events, 0);
        Arrays.fill(others, 0);
        Arrays.fill(risks, 0);
    }

    long events() {
        return Arrays.stream(events).sum();
    }

    long others() {
        return Arrays.stream(others).sum();
    }

    long cases() {
        return events() + others();
    }

    long events(int cell) {
        return events[cell];
    }

    long others(int cell) {
        return others[cell];
    }

    /** The sum of the risks, to 1e-9 for each case. */
    double expected() {
        return Arrays.stream(risks).sum() / NANO;
    }

    /** The cases as if each had the mean risk of its cell. */
    RiskCounts counts() {
        double[] means = new double[RiskCells.CELLS];
        int[] with = new int[RiskCells.CELLS];
        int[] without = new int[RiskCells.CELLS];
        int size = 0;
        for (int i = 0; i < RiskCells.CELLS; i++) {
            long n = events[i] + others[i];
            if (n <= 0) {
                continue;
            }
            double mean = Math.min(1, risks[i] / NANO / n);
            if (size == 0 || mean > means[size - 1]) { // risks at an edge may round to one mean
                means[size++] = mean;
            }
            with[size - 1] += Math.toIntExact(events[i]);
            without[size - 1] += Math.toIntExact(others[i]);
        }
        return RiskCounts.of(Arrays.copyOf(means, size), Arrays.copyOf(with, size), Arrays.copyOf(without, size));
    }

    void save(StateOutput out) {
        out.putLongs(events);
        out.putLongs(others);
        out.putLongs(risks);
    }

    void restore(StateInput in) {
        System.arraycopy(in.getLongs(RiskCells.CELLS), 0, events, 0, RiskCells.CELLS);
        System.arraycopy(in.getLongs(RiskCells.CELLS), 0, others, 0, RiskCells.CELLS);
        System.arraycopy(in.getLongs(RiskCells.CELLS), 0, risks, 0, RiskCells.CELLS);
    }
}
