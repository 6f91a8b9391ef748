package org.clinicalmlops.api.serve;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a deployment has done since it was opened; a plain value that a host can expose.
 *
 * @param notReady why a row would get no answer now, whatever it is; empty if it would
 * @param predictions answered or recorded silently, the fallback's answers apart
 * @param fallbacks answers of the fallback
 * @param lastPrediction when the newest of both was made, if any was
 * @param abstentions rows without a prediction, by reason
 * @param outcomes what was told of predictions
 * @param feedback what clinicians made of them
 * @param unobserved things that the monitors of the versions in use failed to take, or were too busy for: rows, outcomes, feedback
 * @param queued entries that wait to be stored
 * @param queueCapacity how many may wait
 * @param answeredUnrecorded answers that were shown though they could not be recorded, which {@link Recording#answering} allows
 * @param notRecorded entries that could not be sealed, or that the ledger did not take
 */
public record Health(
        Optional<Abstention> notReady,
        long predictions,
        long fallbacks,
        Optional<Instant> lastPrediction,
        Map<Abstention, Long> abstentions,
        Told outcomes,
        Told feedback,
        long unobserved,
        int queued,
        int queueCapacity,
        long answeredUnrecorded,
        long notRecorded) {
    public Health {
        Objects.requireNonNull(notReady, "notReady");
        Objects.requireNonNull(lastPrediction, "lastPrediction");
        Objects.requireNonNull(outcomes, "outcomes");
        Objects.requireNonNull(feedback, "feedback");
        Map<Abstention, Long> copy = new EnumMap<>(Abstention.class);
        copy.putAll(abstentions);
        abstentions = Collections.unmodifiableMap(copy);
    }

    /**
     * What was told of predictions.
     *
     * @param taken recorded, corrections among them
     * @param corrected told differently later
     * @param repeated said nothing new, and left out
     * @param refused not taken: no such prediction, or none any more; before it was made; not an event or its absence; or not recorded
     */
    public record Told(long taken, long corrected, long repeated, long refused) {}

    /** Whether a row would be answered now, if there is nothing against it. */
    public boolean ready() {
        return notReady.isEmpty();
    }

    /** Rows without a prediction. */
    public long abstained() {
        return abstentions.values().stream().mapToLong(Long::longValue).sum();
    }
}
