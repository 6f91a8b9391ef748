package org.clinicalmlops.metrics.resampling;

import java.util.Arrays;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.RankedKeys;

/**
 * Cases counted by risk: each distinct risk, in ascending order, with its cases with the event and without. All that a number
 * needs that depends on risks and outcomes only, sorted once. Immutable, safe for any thread; 16 bytes for a distinct risk.
 */
public final class RiskCounts {
    private final double[] risks;
    private final int[] events;
    private final int[] others;
    private final int eventsInAll;
    private final int othersInAll;

    private RiskCounts(double[] risks, int[] events, int[] others) {
        this.risks = risks;
        this.events = events;
        this.others = others;
        this.eventsInAll = Arrays.stream(events).sum();
        this.othersInAll = Arrays.stream(others).sum();
    }

    /**
     * Counts cases. The order in which they are given does not matter.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static RiskCounts of(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        long[] keys = RankedKeys.of(risks, happened);
        int distinct = 0;
        for (int i = 0; i < keys.length; i = RankedKeys.endOfTie(keys, i)) {
            distinct++;
        }
        double[] values = new double[distinct];
        int[] events = new int[distinct];
        int[] others = new int[distinct];
        int g = 0;
        for (int i = 0; i < keys.length; g++) {
            int end = RankedKeys.endOfTie(keys, i);
            values[g] = RankedKeys.risk(keys[i]);
            for (; i < end; i++) {
                events[g] += (int) (keys[i] & 1);
                others[g] += (int) (1 - (keys[i] & 1));
            }
        }
        return new RiskCounts(values, events, others);
    }

    /** Number of distinct risks. */
    public int size() {
        return risks.length;
    }

    /**
     * A distinct risk.
     *
     * @param g its place in ascending order, in [0, {@link #size})
     */
    public double risk(int g) {
        return risks[g];
    }

    /** Cases of the risk at place {@code g} that had the event. */
    public int events(int g) {
        return events[g];
    }

    /** Cases of the risk at place {@code g} that did not have the event. */
    public int others(int g) {
        return others[g];
    }

    /** Cases with the event. */
    public int events() {
        return eventsInAll;
    }

    /** Cases without the event. */
    public int others() {
        return othersInAll;
    }

    /** All cases. */
    public int cases() {
        return eventsInAll + othersInAll;
    }

    /** Cases with the event of each distinct risk, shape [{@link #size}]; a copy. */
    public int[] copyOfEvents() {
        return events.clone();
    }

    /** Cases without the event of each distinct risk, shape [{@link #size}]; a copy. */
    public int[] copyOfOthers() {
        return others.clone();
    }
}
