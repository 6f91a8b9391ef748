package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Beta;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * How many rows a week brings, learnt from the weeks before, of which older ones count less: half after {@value #HALF} weeks.
 *
 * <p>Counts are taken to be negative binomial: mean {@code m w} for w weeks, {@code phi} times a Poisson's variance, phi by Pearson's
 * dispersion of the weeks, as large as it may be with 90 % confidence (our choice: few weeks say little), and the variance of the mean
 * itself on top. Single-threaded.
 */
final class Volume {
    static final int HALF = 26;
    static final int FEWEST_WEEKS = 4;

    private static final double KEPT = Math.pow(0.5, 1.0 / HALF);
    private static final double SECONDS = 7 * 86_400;
    private static final Duration WEEK = Duration.ofHours(7 * 24 - 1); // looks may be early
    private static final double LARGEST_SHAPE = 1e9; // beyond, as good as Poisson

    private final double[] learnt =
            new double[4]; // weeks counted, their rows, their length in weeks, sum of rows^2 / length
    private final double[] waiting = new double[4]; // the same of the open window
    private Instant from;
    private long rows;

    Volume(Instant opened) {
        from = opened;
    }

    void count(Look look) {
        rows += look.counts().rows();
        Duration time = Duration.between(from, look.until());
        if (time.compareTo(WEEK) < 0) {
            return;
        }
        double length = time.toSeconds() / SECONDS;
        double[] week = {1, rows, length, rows / length * rows};
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = KEPT * waiting[i] + week[i];
            learnt[i] *= KEPT;
        }
        from = look.until();
        rows = 0;
    }

    /** The weeks of the window that was judged are learnt. */
    void learn() {
        for (int i = 0; i < learnt.length; i++) {
            learnt[i] += waiting[i];
            waiting[i] = 0;
        }
    }

    /** Weeks that were learnt from, older ones as parts. */
    double weeks() {
        return learnt[0];
    }

    boolean knows() {
        return learnt[0] >= FEWEST_WEEKS * 0.9 && learnt[1] > 0;
    }

    /** Rows that so many weeks were to bring. */
    double expected(double length) {
        return learnt[1] / learnt[2] * length;
    }

    /** Probability of so many rows or fewer. */
    double atMost(long seen, double length) {
        double shape = shape(length);
        return Beta.regularizedBeta(shape / (shape + expected(length)), shape, seen + 1.0);
    }

    /** Probability of so many rows or more. */
    double atLeast(long seen, double length) {
        double shape = shape(length);
        return seen == 0 ? 1 : Beta.regularizedBeta(expected(length) / (shape + expected(length)), seen, shape);
    }

    /** How many times a Poisson's variance the counts have. */
    double scatter() {
        double mean = learnt[1] / learnt[2];
        double freedom = Math.max(1, learnt[0] - 1);
        double squares = Math.max(0, learnt[3] - mean * learnt[1]) / mean;
        return Math.max(1, squares / new ChiSquaredDistribution(null, freedom).inverseCumulativeProbability(0.1));
    }

    private double shape(double length) {
        double mean = expected(length);
        double variance = scatter() * mean * (1 + length / learnt[2]);
        return Math.min(LARGEST_SHAPE, mean * mean / Math.max(mean / LARGEST_SHAPE, variance - mean));
    }

    void save(StateOutput out) {
        out.putDoubles(learnt);
        out.putDoubles(waiting);
        out.putInstant(from);
        out.putLong(rows);
    }

    void restore(StateInput in) {
        System.arraycopy(in.getDoubles(4), 0, learnt, 0, 4);
        System.arraycopy(in.getDoubles(4), 0, waiting, 0, 4);
        from = in.getInstant();
        rows = in.getLong();
    }
}
