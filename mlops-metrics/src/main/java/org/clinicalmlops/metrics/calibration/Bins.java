package org.clinicalmlops.metrics.calibration;

/** How risks are put into bins. A bin holds the risks above its lower edge up to and with its upper edge; the first holds 0 too. */
public enum Bins {
    /** Edges {@code 0, 1/bins, 2/bins, ..., 1} (Guo et al. 2017). High bins may be empty; they count nothing. */
    EQUAL_WIDTH,

    /**
     * Edges at the quantiles {@code 1/bins, 2/bins, ...} of the risks themselves, by linear interpolation (type 7 of Hyndman and
     * Fan 1996, as R and scikit-learn use it). Equal risks stay together, so that with ties there may be fewer bins.
     */
    EQUAL_MASS
}
