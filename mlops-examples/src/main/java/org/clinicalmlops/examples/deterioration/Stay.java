package org.clinicalmlops.examples.deterioration;

import java.time.Duration;
import java.time.Instant;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;

/**
 * A patient on a ward at the hour of the first round, as the host knows them.
 *
 * @param patient the hospital's number
 * @param at the hour
 * @param age in years
 * @param breaths in a minute
 * @param lactate in mmol/L
 * @param ward where
 * @param deteriorated whether they were moved to intensive care, or died, within two days
 */
record Stay(String patient, Instant at, double age, double breaths, double lactate, String ward, boolean deteriorated) {
    /** How far the warning looks ahead. */
    static final Duration HORIZON = Duration.ofDays(2);

    Outcome<Risk> outcome() {
        return Outcome.event(deteriorated, at.plus(HORIZON));
    }
}
