package org.clinicalmlops.metrics.discrimination;

import java.util.Objects;

/**
 * The part of a ROC curve that matters for a use, for example specificities from 0.9 to 1 where each false alarm costs a visit.
 *
 * @param axis what the range is of
 * @param from its lower end, in [0, 1)
 * @param to its upper end, in (0, 1], above {@code from}
 */
public record RocRange(Axis axis, double from, double to) {
    /** What a range is of. */
    public enum Axis {
        /** The area under the sensitivity, over these specificities. */
        SPECIFICITY,
        /** The area under the specificity, over these sensitivities. */
        SENSITIVITY
    }

    public RocRange {
        Objects.requireNonNull(axis, "axis");
        if (!(from >= 0 && from < 1)) {
            throw new IllegalArgumentException("from must be in [0, 1), was " + from);
        }
        if (!(to > from && to <= 1)) {
            throw new IllegalArgumentException("to must be above from " + from + " and at most 1, was " + to);
        }
    }

    /** Specificities from one to another. */
    public static RocRange specificity(double from, double to) {
        return new RocRange(Axis.SPECIFICITY, from, to);
    }

    /** Sensitivities from one to another. */
    public static RocRange sensitivity(double from, double to) {
        return new RocRange(Axis.SENSITIVITY, from, to);
    }

    /** Largest possible area, that of a perfect model. */
    double most() {
        return to - from;
    }

    /** Area of a model without discrimination, whose curve is the diagonal: of 1 - t from {@code from} to {@code to}. */
    double ofChance() {
        return (to - from) * (1 - (from + to) / 2);
    }
}
