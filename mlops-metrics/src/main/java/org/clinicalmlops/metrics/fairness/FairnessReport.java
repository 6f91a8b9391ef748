package org.clinicalmlops.metrics.fairness;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.evaluate.Metric;

/**
 * One metric in every group. Immutable.
 *
 * @param metric its id
 * @param better which way is good
 * @param rows each group once
 */
public record FairnessReport(String metric, Metric.Better better, List<Row> rows) {
    /**
     * A group beside all cases outside of it.
     *
     * @param id the group
     * @param cases in the group, {@code >= 1}
     * @param inside the metric in the group; too few if it is smaller than the minimum
     * @param outside the metric in the rest
     * @param difference inside minus outside, as {@link Fairness#difference}
     * @param ratio inside over outside, as {@link Fairness#ratio}
     */
    public record Row(
            SubgroupId id, long cases, Estimate inside, Estimate outside, Estimate difference, Estimate ratio) {
        public Row {
            Objects.requireNonNull(id, "id");
            if (cases < 1) {
                throw new IllegalArgumentException("cases must be >= 1, was " + cases);
            }
            Objects.requireNonNull(inside, "inside");
            Objects.requireNonNull(outside, "outside");
            Objects.requireNonNull(difference, "difference");
            Objects.requireNonNull(ratio, "ratio");
        }
    }

    public FairnessReport {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(better, "better");
        rows = List.copyOf(rows);
        Set<SubgroupId> seen = new HashSet<>();
        for (Row row : rows) {
            if (!seen.add(row.id())) {
                throw new IllegalArgumentException(
                        "rows must name each group once, but " + row.id() + " is there twice");
            }
        }
    }

    /**
     * The group with the worst known value, the first in the order of rows if several have it; empty if no group has a known one.
     * The worst of many small groups is often so by chance: read it with its interval.
     */
    public Optional<Row> worst() {
        Row worst = null;
        double most = 0;
        for (Row row : rows) {
            if (row.inside() instanceof Estimate.Known known) {
                double badness = badness(known.value());
                if (worst == null || badness > most) {
                    worst = row;
                    most = badness;
                }
            }
        }
        return Optional.ofNullable(worst);
    }

    /** How far from the best, as {@link Metric#loss}. */
    private double badness(double value) {
        return switch (better) {
            case HIGHER -> -value;
            case LOWER -> value;
            case NEAREST_ONE -> Math.abs(value - 1);
            case NEAREST_ZERO -> Math.abs(value);
        };
    }
}
