package org.clinicalmlops.monitoring;

import java.time.Instant;

/**
 * A prediction whose horizon has passed and whose outcome is known.
 *
 * @param id of the prediction
 * @param episode of the patient
 * @param maturesAt end of the horizon
 * @param risk what the model said, in [0, 1]
 * @param event what happened
 */
record Matured(String id, String episode, Instant maturesAt, double risk, boolean event) {}
