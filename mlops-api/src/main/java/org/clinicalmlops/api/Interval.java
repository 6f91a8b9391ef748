package org.clinicalmlops.api;

/**
 * A confidence interval. Bounds may be infinite where a side is unbounded; NaN is rejected.
 *
 * @param lower lower bound, in the unit of the estimate
 * @param upper upper bound, {@code >= lower}
 * @param level nominal coverage, in (0, 1), for example 0.95
 */
public record Interval(double lower, double upper, double level) {
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower must be <= upper " + upper + ", was " + lower);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), was " + level);
        }
    }

    /** Whether the whole interval lies inside {@code [low, high]}. */
    public boolean within(double low, double high) {
        return lower >= low && upper <= high;
    }

    /** Whether {@code value} lies inside the interval, bounds included. */
    public boolean contains(double value) {
        return value >= lower && value <= upper;
    }
}
