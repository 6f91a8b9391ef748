package org.clinicalmlops.api.serve;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a deployment has done since it was opened; a plain value that a host can expose.
 *
 * @param predictions answered or recorded silently
 * @param abstentions rows without a prediction, by reason
 * @param outcomesRefused outcomes that were not taken: no such prediction, or none any more; before it was made; not an event or its
 *     absence; or not recorded
 * @param outcomesRepeated outcomes that said nothing new, and were left out
 * @param outcomesCorrected outcomes that were told differently later
 * @param notRecorded entries that could not be sealed, or that the ledger did not take
 */
public record Health(
        long predictions,
        Map<Abstention, Long> abstentions,
        long outcomesRefused,
        long outcomesRepeated,
        long outcomesCorrected,
        long notRecorded) {
    public Health {
        Map<Abstention, Long> copy = new EnumMap<>(Abstention.class);
        copy.putAll(abstentions);
        abstentions = Collections.unmodifiableMap(copy);
    }

    /** Rows without a prediction. */
    public long abstained() {
        return abstentions.values().stream().mapToLong(Long::longValue).sum();
    }
}
