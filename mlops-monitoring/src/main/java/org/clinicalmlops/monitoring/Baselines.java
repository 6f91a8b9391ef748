package org.clinicalmlops.monitoring;

import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.monitoring.baseline.Merging;
import org.clinicalmlops.monitoring.baseline.Profiling;

/**
 * Baselines that are made in parts: of several hospitals, or of more rows than one machine holds. One part is profiled by the engine
 * and says the bins; the others are profiled like it; counts then add up, in any order, to the same bits as if all rows had been
 * profiled like the first at once. Stateless.
 */
public final class Baselines {
    private Baselines() {}

    /**
     * Profiles rows with the bins, levels, patterns and seasons of another baseline.
     *
     * @throws IllegalArgumentException if schema or levels are others, or the other has seasons and the rows have no times
     */
    public static Baseline like(Baseline other, Reference rows) {
        return Profiling.like(other, rows);
    }

    /**
     * The baseline of the rows of both. Mean risks are the same to rounding only, and rows without a value whose predecessor is in the
     * other part are not counted as in a row. A pattern of missing values that only one of them lists is among all others. Seasons
     * stay where both have the same months. Discrimination is computed from the cells of risks, unless one of them has no case.
     *
     * @throws IllegalArgumentException if schema, levels or bins differ
     */
    public static Baseline together(Baseline one, Baseline other) {
        return Merging.of(one, other);
    }
}
