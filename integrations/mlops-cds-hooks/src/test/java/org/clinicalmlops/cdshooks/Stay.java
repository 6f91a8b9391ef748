package org.clinicalmlops.cdshooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of these tests.
 *
 * @param lactate in mmol/L
 * @param takenAt when the lactate was
 */
record Stay(
        String patient,
        Instant at,
        @Nullable Double lactate,
        @Nullable Instant takenAt,
        boolean died) {}
