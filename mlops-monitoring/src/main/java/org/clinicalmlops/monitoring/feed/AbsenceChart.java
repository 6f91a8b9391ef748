package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.Arrays;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Evidence, block by block, that more (or fewer) values of a feature are missing than is tolerated. Each bet's state is
 * {@code M <- (M + budget) factor}; alarms when their weighted mean is 1 or more, and begins anew (METHODS 3.13): the expected number of
 * false alarms is at most the sum of the budgets that were put in, whatever the volume.
 *
 * <p>The change is taken to have begun where the sum of {@code missing - tolerated} was last 0 (a CUSUM; Page 1954). States are
 * below {@code 1 / part}, since the chart begins anew at 1: no logarithms are needed. Single-threaded.
 */
final class AbsenceChart {
    private final double[] parts;
    private final double[] states;
    private double excess;
    private Instant since = Instant.EPOCH;
    private long missing;
    private long rows;
    private boolean standing;
    private double highest;

    AbsenceChart(double[] parts) {
        this.parts = parts;
        states = new double[parts.length];
    }

    /**
     * Takes a block.
     *
     * @param factors of each bet
     * @param budget expected false alarms that the time since the last block allows
     * @param beyond missing values beyond what is tolerated, or short of it for a chart of fewer
     * @return whether there is an alarm
     */
    boolean add(double[] factors, double budget, double beyond, Instant from, long missingOfBlock, long rowsOfBlock) {
        follow(beyond, from, missingOfBlock, rowsOfBlock);
        double evidence = 0;
        for (int j = 0; j < states.length; j++) {
            states[j] = (states[j] + budget) * factors[j];
            evidence += parts[j] * states[j];
        }
        highest = Math.max(highest, evidence);
        if (!(evidence >= 1)) {
            return false;
        }
        Arrays.fill(states, 0);
        standing = true;
        return true;
    }

    private void follow(double beyond, Instant from, long missingOfBlock, long rowsOfBlock) {
        boolean anew = excess <= 0;
        excess = Math.max(0, excess + beyond);
        if (anew) {
            since = from;
            missing = 0;
            rows = 0;
        }
        missing += missingOfBlock;
        rows += rowsOfBlock;
    }

    /** What the evidence would be after a block like this. */
    double after(double[] factors, double budget) {
        double evidence = 0;
        for (int j = 0; j < states.length; j++) {
            evidence += parts[j] * ((states[j] + budget) * factors[j]);
        }
        return evidence;
    }

    /** Whether there was an alarm, and the share has not been seen to be tolerated since. */
    boolean standing() {
        return standing;
    }

    /** The share is tolerated again. */
    void over() {
        standing = false;
        excess = 0;
    }

    /** Since when there is a change, if there is one. */
    Instant since() {
        return since;
    }

    /** Missing values since then. */
    long missing() {
        return missing;
    }

    /** Rows since then. */
    long rows() {
        return rows;
    }

    /** The highest evidence since it was taken last; alarms are at 1. */
    double highest() {
        return highest;
    }

    /** The same, which then begins anew. */
    double takeHighest() {
        double taken = highest;
        highest = 0;
        return taken;
    }

    void save(StateOutput out) {
        out.putDoubles(states);
        out.putDoubles(new double[] {excess, highest});
        out.putInstant(since);
        out.putLongs(new long[] {missing, rows, standing ? 1 : 0});
    }

    void restore(StateInput in) {
        System.arraycopy(in.getDoubles(states.length), 0, states, 0, states.length);
        double[] sums = in.getDoubles(2);
        excess = sums[0];
        highest = sums[1];
        since = in.getInstant();
        long[] counts = in.getLongs(3);
        missing = counts[0];
        rows = counts[1];
        standing = counts[2] == 1;
    }
}
