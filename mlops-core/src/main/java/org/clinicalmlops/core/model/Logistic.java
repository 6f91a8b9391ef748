package org.clinicalmlops.core.model;

/** From log odds to a probability. Pure function. */
final class Logistic {
    private Logistic() {}

    /** {@code 1 / (1 + exp(-logOdds))} with the exponential of {@link StrictMath}; NaN stays NaN. */
    static double risk(double logOdds) {
        return 1 / (1 + StrictExp.exp(-logOdds));
    }
}
