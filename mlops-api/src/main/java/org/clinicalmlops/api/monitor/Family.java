package org.clinicalmlops.api.monitor;

/**
 * Detectors that share a part of the false alarms that a plan allows. What outcomes show gets the most, since it is what harms,
 * and of it what shows most kinds of harm soonest; the parts are our choice, ADR 14.
 */
public enum Family {
    /** Matured outcomes: the model errs more than it should. */
    HARM(0.20),
    /** Matured outcomes: more or fewer events than predicted. */
    CALIBRATION(0.45),
    /** Missing values, dead interfaces, operation. */
    FEED(0.20),
    /** Matured outcomes of subgroups. */
    SUBGROUP(0.10),
    /** Distributions of inputs and predictions. */
    DRIFT(0.05),
    /** Describes and never pages. */
    DESCRIPTION(0);

    private final double share;

    Family(double share) {
        this.share = share;
    }

    /** Part of the plan's allowance, in [0, 1]; the parts add up to 1. */
    public double share() {
        return share;
    }
}
