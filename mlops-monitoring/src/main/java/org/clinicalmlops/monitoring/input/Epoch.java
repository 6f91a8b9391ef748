package org.clinicalmlops.monitoring.input;

import java.time.Duration;
import java.time.Instant;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * One sequential test from a start on: which values were counted since, when its evidence was at its lowest, which is about when a change began,
 * and how many false alarms it may raise. Single-threaded.
 */
final class Epoch {
    private final Instant start;
    private FeatureCounts counts;
    private double log;
    private double invested;
    private double lowest;
    private Instant lowestAt;
    private long rowsAtLowest;

    Epoch(Instant start, int bins) {
        this.start = start;
        this.lowestAt = start;
        counts = FeatureCounts.of(new long[bins], 0, 0, new long[0]);
    }

    /** Takes values of the time until {@code now}. */
    void add(FeatureCounts more, ShareEvidence evidence, Places places, Instant now) {
        counts = counts.plus(more);
        log = evidence.log(places.of(counts));
        if (log <= lowest) {
            lowest = log;
            lowestAt = now;
            rowsAtLowest = counts.rows();
        }
    }

    /**
     * Until its successor begins, an epoch earns the false alarms that the time allows, which is known before anything is seen; never more
     * than a single test may have.
     */
    void earn(Allowance allowance, Instant now) {
        invested = allowance.alpha(start, now);
    }

    /** Logarithm of the evidence against no change. */
    double log() {
        return log;
    }

    /** Logarithm of the evidence from which on it alarms; infinite if it may not. */
    double threshold() {
        return -Math.log(invested);
    }

    /** Probability of a false alarm that it may have by now. */
    double invested() {
        return invested;
    }

    boolean olderThan(Duration age, Instant now) {
        return !start.plus(age).isAfter(now);
    }

    /** When a change is estimated to have begun: when the evidence was lowest. */
    Instant changed() {
        return lowestAt;
    }

    /** Values since then. */
    long rowsSinceChange() {
        return counts.rows() - rowsAtLowest;
    }

    FeatureCounts counts() {
        return counts;
    }

    void save(StateOutput out) {
        out.putInstant(start);
        save(counts, out);
        out.putDouble(log);
        out.putDouble(invested);
        out.putDouble(lowest);
        out.putInstant(lowestAt);
        out.putLong(rowsAtLowest);
    }

    static Epoch restored(StateInput in, int bins) {
        Epoch epoch = new Epoch(in.getInstant(), bins);
        epoch.counts = counts(in, bins);
        epoch.log = in.getDouble();
        epoch.invested = in.getDouble();
        epoch.lowest = in.getDouble();
        epoch.lowestAt = in.getInstant();
        epoch.rowsAtLowest = in.getLong();
        return epoch;
    }

    /** Without magnitudes and rows without a value. */
    static void save(FeatureCounts counts, StateOutput out) {
        out.putLongs(counts.toBins());
        out.putLong(counts.unseenLevels());
    }

    /** @throws MlopsException if the state is not of such counts */
    static FeatureCounts counts(StateInput in, int bins) {
        long[] of = in.getLongs(bins);
        long unseen = in.getLong();
        try {
            return FeatureCounts.of(of, unseen, 0, new long[0]);
        } catch (IllegalArgumentException e) {
            throw new MlopsException("counts of an epoch cannot be read: " + e.getMessage(), e);
        }
    }
}
