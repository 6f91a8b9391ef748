package org.clinicalmlops.api.samples;

import java.time.Instant;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.jspecify.annotations.Nullable;

/** A host's row, as the tests of this module use it. */
public record Visit(
        String patient,
        Instant at,
        double age,
        @Nullable Double lactate,
        @Nullable String ward,
        boolean died) {
    public static final Instant NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z");

    public static Visit of(double age, @Nullable Double lactate, @Nullable String ward) {
        return new Visit("made-up", NEW_YEAR, age, lactate, ward, false);
    }

    public Outcome<Risk> outcome() {
        return Outcome.event(died, at.plusSeconds(1));
    }
}
