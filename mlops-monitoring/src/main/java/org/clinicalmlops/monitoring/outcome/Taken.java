package org.clinicalmlops.monitoring.outcome;

import java.util.List;
import org.clinicalmlops.api.monitor.MaturedCase;

/**
 * What a closing window takes out of the case book.
 *
 * @param matured cases that came due with a known outcome, repeated ones of an episode included
 * @param evidence of these the first of each episode, in the order in which their horizons ended, ties by id
 * @param corrections of earlier evidence, in the same order
 */
public record Taken(long matured, List<MaturedCase> evidence, List<Correction> corrections) {
    public Taken {
        evidence = List.copyOf(evidence);
        corrections = List.copyOf(corrections);
    }
}
