package org.clinicalmlops.monitoring.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An outcome that was told differently after it had become evidence. The evidence stays as it was; figures to date are revised.
 *
 * @param maturesAt end of the case's horizon
 * @param risk what the model had said
 * @param cell of the plan's groups
 * @param before whether the event had happened, as figures to date have it; empty if they leave the case out
 * @param after as they should have it
 */
public record Correction(Instant maturesAt, double risk, int cell, Optional<Boolean> before, Optional<Boolean> after) {
    public Correction {
        Objects.requireNonNull(maturesAt, "maturesAt");
        if (before.equals(after)) {
            throw new IllegalArgumentException("a correction must change something, was " + before + " twice");
        }
    }
}
