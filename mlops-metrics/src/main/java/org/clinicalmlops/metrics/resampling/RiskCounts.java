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

    /**
     * Cases that are counted already. A risk without a case is left out.
     *
     * @param risks strictly ascending, shape [g], each in [0, 1]; NaN is rejected
     * @param events cases with the event at each risk, shape [g], each {@code >= 0}; the sum below 2^31
     * @param others cases without
     * @throws IllegalArgumentException if lengths differ or a value is outside its range
     */
    public static RiskCounts of(double[] risks, int[] events, int[] others) {
        if (risks.length != events.length || risks.length != others.length) {
            throw new IllegalArgumentException("risks, events and others must be of one length, were " + risks.length
                    + ", " + events.length + " and " + others.length);
        }
        long sum = 0;
        int kept = 0;
        for (int g = 0; g < risks.length; g++) {
            if (!(risks[g] >= 0 && risks[g] <= 1) || g > 0 && !(risks[g] > risks[g - 1])) {
                throw new IllegalArgumentException(
                        "risks must be in [0, 1] and ascending, risks[" + g + "] was " + risks[g]);
            }
            if (events[g] < 0 || others[g] < 0) {
                throw new IllegalArgumentException(
                        "counts must be >= 0, at " + g + " were " + events[g] + " and " + others[g]);
            }
            sum += (long) events[g] + others[g];
            kept += events[g] + others[g] > 0 ? 1 : 0;
        }
        if (sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cases must be below 2^31, were " + sum);
        }
        double[] values = new double[kept];
        int[] with = new int[kept];
        int[] without = new int[kept];
        int at = 0;
        for (int g = 0; g < risks.length; g++) {
            if (events[g] + others[g] > 0) {
                values[at] = risks[g] + 0.0;
                with[at] = events[g];
                without[at++] = others[g];
            }
        }
        return new RiskCounts(values, with, without);
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

    /** How often each outcome of each risk was seen: events of all risks, then others of all risks; shape [2 size]. */
    public int[] copyOfBoth() {
        int[] both = Arrays.copyOf(events, 2 * events.length);
        System.arraycopy(others, 0, both, events.length, others.length);
        return both;
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
