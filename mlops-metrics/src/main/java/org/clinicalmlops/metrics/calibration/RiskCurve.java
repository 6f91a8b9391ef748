package org.clinicalmlops.metrics.calibration;

/** A fitted curve of the share of events by risk. */
interface RiskCurve {
    /** The share of events at a risk; may lie slightly outside [0, 1]. */
    double at(double risk);

    /** Standard error at a risk, never 0. */
    double error(double risk);

    /** Pointwise interval at a risk, inside [0, 1]: {lower, upper}. */
    double[] band(double risk, double z);
}
