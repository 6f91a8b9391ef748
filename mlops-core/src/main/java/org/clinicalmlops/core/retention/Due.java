package org.clinicalmlops.core.retention;

import java.time.Instant;

/**
 * A patient whose rows need not be kept any more.
 *
 * @param patient pseudonym
 * @param last when the newest row was stored
 */
public record Due(String patient, Instant last) {}
