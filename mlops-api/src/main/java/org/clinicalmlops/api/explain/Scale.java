package org.clinicalmlops.api.explain;

/** On what scale contributions add up: the one on which the model itself adds. */
public enum Scale {
    /**
     * Log odds, natural logarithm, recalibration included: the risk is {@code 1 / (1 + exp(-total))}. Where a recalibrated model's own log
     * odds are beyond 13.8 either way, the served risk stays where they end and contributions go on.
     */
    LOG_ODDS,
    /** Probability: the risk is the total. Of forests, which average probabilities. */
    PROBABILITY,
    /**
     * Probability before recalibration: a forest averages it, then a rising curve that does not add up makes the risk of it. What raises the
     * total raises the risk.
     */
    UNCALIBRATED_PROBABILITY,
    /** Points of a score: the risk is looked up at the total. */
    POINTS
}
