package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Objects;

/**
 * A prediction whose horizon has passed and whose outcome is known. Of an episode's predictions only one becomes evidence: the first
 * that matures.
 *
 * @param id of the prediction
 * @param episode of the patient, a pseudonym
 * @param maturesAt end of the horizon
 * @param risk what the model said, in [0, 1]
 * @param event what happened
 * @param cell which combination of the plan's groups, see {@link Groups}; 0 if there are none
 */
public record MaturedCase(String id, String episode, Instant maturesAt, double risk, boolean event, int cell) {
    public MaturedCase {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(episode, "episode");
        Objects.requireNonNull(maturesAt, "maturesAt");
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
        }
    }
}
