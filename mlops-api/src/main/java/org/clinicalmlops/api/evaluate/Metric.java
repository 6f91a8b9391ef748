package org.clinicalmlops.api.evaluate;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Output;

/**
 * One number about predictions and their truth. Implementations are stateless and thread-safe. Known by its id: a gate finds
 * its metric in an {@link Evaluation} by id, and the plan digest holds the id, so anything that changes the number is part of
 * the id.
 */
public interface Metric<P extends Output> {

    /** Which way is good. */
    enum Better {
        /** Higher is better, for example discrimination. */
        HIGHER,
        /** Lower is better, for example the Brier score. */
        LOWER,
        /** Nearest to one is best, for example the calibration slope. */
        NEAREST_ONE,
        /** Nearest to zero is best, for example the calibration intercept. */
        NEAREST_ZERO;

        /**
         * Whether an interval of a difference to another model shows this one to be no worse by more than {@code margin}: its
         * unfavourable end decides.
         *
         * @param margin {@code >= 0}
         * @throws IllegalArgumentException by {@link #requireWorseSide}
         */
        public boolean noWorse(Interval difference, double margin) {
            requireWorseSide("a difference");
            return this == HIGHER ? difference.lower() >= -margin : difference.upper() <= margin;
        }

        /**
         * Checks that a metric can be worse in one direction only.
         *
         * @param metric its id, for the message
         * @throws IllegalArgumentException if it is best near a number
         */
        public void requireWorseSide(String metric) {
            if (this != HIGHER && this != LOWER) {
                throw new IllegalArgumentException(
                        "'" + metric + "' has no worse side: compare a metric that is better when higher or lower");
            }
        }
    }

    /** Stable, for example {@code "auroc"}. */
    String id();

    Better better();

    /** The metric on these cases, with a 95 % interval. Never throws on valid cases: too few or one-sided cases are answers. */
    Estimate estimate(Judged<P> cases);

    /**
     * How much the metric of {@code challenger} exceeds that of {@code champion} on the same cases, with a 95 % interval that
     * takes the pairing into account.
     *
     * @throws IllegalArgumentException if the two do not hold the same cases
     */
    default Estimate difference(Judged<P> challenger, Judged<P> champion) {
        return new Estimate.Undefined("no paired comparison is defined for " + id());
    }

    /** A loss to minimise for a value of this metric: how far it is from the best it can be. */
    default double loss(double value) {
        return switch (better()) {
            case HIGHER -> -value;
            case LOWER -> value;
            case NEAREST_ONE -> Math.abs(value - 1);
            case NEAREST_ZERO -> Math.abs(value);
        };
    }
}
