package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/**
 * One version as the ledger knows it.
 *
 * @param model its digest
 * @param plan digest of the plan that made it
 * @param data digest of the rows that it was made from
 * @param trainer how it was made
 * @param trainedAt when
 * @param approvedAt when its gates were passed; empty if they were not
 */
public record ModelVersion(
        Digest model, Digest plan, Digest data, String trainer, Instant trainedAt, Optional<Instant> approvedAt) {}
