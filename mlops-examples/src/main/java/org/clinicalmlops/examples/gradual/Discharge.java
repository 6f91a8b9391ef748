package org.clinicalmlops.examples.gradual;

import java.time.Duration;
import java.time.Instant;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;

/**
 * The hospital's own row: a patient who goes home.
 *
 * @param patient who may come again
 * @param age in years
 * @param stays in the year before
 * @param haemoglobin in g/dL
 * @param comesBack whether the patient will be back within thirty days
 */
record Discharge(String patient, Instant at, double age, double stays, double haemoglobin, boolean comesBack) {
    static final Duration HORIZON = Duration.ofDays(30);

    Outcome<Risk> outcome() {
        return Outcome.event(comesBack, at.plus(HORIZON));
    }
}
