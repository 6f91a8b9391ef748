package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/**
 * The stage of a version in one deployment, or in none.
 *
 * @param deployment empty for a version that was never used
 * @param site of the deployment
 * @param entry number of the entry that put it there
 */
public record VersionUse(
        Digest model,
        Optional<String> deployment,
        Optional<String> site,
        VersionStage stage,
        Instant since,
        long entry) {}
