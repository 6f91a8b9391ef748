package org.clinicalmlops.metrics.discrimination;

import java.util.Arrays;
import java.util.Objects;

/**
 * Censored outcomes in the order of their times; at one time the events come before the censored, who are known to have been free of
 * the event then. Beside it the Kaplan-Meier curve of the censoring, for which events at a time leave before the censored do.
 */
final class FollowUp {
    /** Cases by time, events first at each. */
    final int[] order;

    /** Position in {@link #order} after the last event of the time, for the position of any case of that time. */
    private final int[] endOfEvents;

    /** Position in {@link #order} after the last case of the time. */
    private final int[] endOfTime;

    private FollowUp(int[] order, int[] endOfEvents, int[] endOfTime) {
        this.order = order;
        this.endOfEvents = endOfEvents;
        this.endOfTime = endOfTime;
    }

    /** Refuses arrays of different lengths, scores that are not finite, and times that are negative or not finite. */
    static void check(double[] scores, double[] times, boolean[] happened) {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(happened, "happened");
        if (scores.length != times.length || scores.length != happened.length) {
            throw new IllegalArgumentException("scores, times and happened must be of one length, were " + scores.length
                    + ", " + times.length + " and " + happened.length);
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("scores[" + i + "] must be finite, was " + scores[i]);
            }
            if (!(times[i] >= 0 && times[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("times[" + i + "] must be finite and >= 0, was " + times[i]);
            }
        }
    }

    static void checkHorizon(double horizon) {
        if (!(horizon > 0)) {
            throw new IllegalArgumentException("horizon must be above 0, was " + horizon);
        }
    }

    /** O(n log n). */
    static FollowUp of(double[] times, boolean[] happened) {
        int n = times.length;
        int[] rank = ranks(times);
        int[] start = new int[2 * n + 1]; // events and censored of each time
        for (int i = 0; i < n; i++) {
            start[slot(rank[i], happened[i]) + 1]++;
        }
        for (int s = 0; s < 2 * n; s++) {
            start[s + 1] += start[s];
        }
        int[] next = start.clone();
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[next[slot(rank[i], happened[i])]++] = i;
        }
        int[] endOfEvents = new int[n];
        int[] endOfTime = new int[n];
        for (int at = 0; at < n; at++) {
            endOfEvents[at] = start[2 * rank[order[at]] + 1];
            endOfTime[at] = start[2 * rank[order[at]] + 2];
        }
        return new FollowUp(order, endOfEvents, endOfTime);
    }

    private static int slot(int rank, boolean happened) {
        return 2 * rank + (happened ? 0 : 1);
    }

    /** The place of each value among the distinct values, in ascending order, from 0. */
    static int[] ranks(double[] values) {
        double[] sorted = new double[values.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = values[i] + 0.0; // -0.0 becomes 0.0, which sorting would tell apart
        }
        Arrays.sort(sorted);
        int distinct = 0;
        for (double value : sorted) {
            if (distinct == 0 || value != sorted[distinct - 1]) {
                sorted[distinct++] = value;
            }
        }
        int[] ranks = new int[values.length];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = Arrays.binarySearch(sorted, 0, distinct, values[i] + 0.0);
        }
        return ranks;
    }

    int size() {
        return order.length;
    }

    int endOfEvents(int at) {
        return endOfEvents[at];
    }

    int endOfTime(int at) {
        return endOfTime[at];
    }

    /** How many could be censored at the time of a position: who has neither had the event by then nor been censored before. */
    int atRiskOfCensoring(int at) {
        return order.length - endOfEvents[at];
    }

    /** How many are censored at the time of a position. */
    int censored(int at) {
        return endOfTime[at] - endOfEvents[at];
    }

    /**
     * Probability of being uncensored just before the time of each position, by Kaplan and Meier 1958. Above 0 for each event.
     */
    double[] uncensoredBefore() {
        double[] uncensored = new double[order.length];
        double g = 1;
        for (int at = 0; at < order.length; at = endOfTime[at]) {
            Arrays.fill(uncensored, at, endOfTime[at], g);
            if (censored(at) > 0) {
                g *= 1 - (double) censored(at) / atRiskOfCensoring(at);
            }
        }
        return uncensored;
    }
}
