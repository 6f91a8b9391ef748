package org.clinicalmlops.metrics.resampling;

import java.util.OptionalDouble;

/**
 * A number that depends on risks and outcomes only, written for resampling: the risks stay, their counts change.
 * Those of this module stand beside their functions and are named after them; a host writes its own.
 */
@FunctionalInterface
public interface RiskStatistic {
    /**
     * Prepares the number for some cases: what all replicates share is computed here, once.
     *
     * @param cases distinct risks in ascending order
     * @return used by one thread at a time
     */
    OfCounts over(RiskCounts cases);

    /** The number for one resample of the prepared cases. */
    @FunctionalInterface
    interface OfCounts {
        /**
         * Computes the number.
         *
         * @param events how many drawn cases with the event have the distinct risk {@code g}, shape [{@link RiskCounts#size}]; to be
         *     read only, and filled anew after the call
         * @param others the same for cases without the event
         * @return finite; empty if the number does not exist for these counts
         */
        OptionalDouble of(int[] events, int[] others);
    }
}
