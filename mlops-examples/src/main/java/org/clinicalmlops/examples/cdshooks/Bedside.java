package org.clinicalmlops.examples.cdshooks;

import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;
import org.jspecify.annotations.Nullable;

/**
 * The row: a visit as the score sees it when it is asked, and when its values were taken.
 *
 * @param at when the score is asked; ages of values count from here
 * @param ureaAt null if it was not measured
 */
record Bedside(
        EmergencyVisit visit,
        Instant at,
        @Nullable Instant ureaAt,
        Instant breathingAt,
        Instant pressureAt,
        Instant comaAt) {
    Bedside {
        Objects.requireNonNull(visit, "visit");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(breathingAt, "breathingAt");
        Objects.requireNonNull(pressureAt, "pressureAt");
        Objects.requireNonNull(comaAt, "comaAt");
    }

    /** As in the register: everything was measured on arrival. */
    static Bedside onArrival(EmergencyVisit visit) {
        Instant at = visit.getArrival();
        return new Bedside(visit, at, visit.getUrea() == null ? null : at, at, at, at);
    }
}
