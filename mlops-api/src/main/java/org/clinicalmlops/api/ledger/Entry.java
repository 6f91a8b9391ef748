package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/**
 * One line of the record.
 *
 * @param sequence 1, 2, ... without gaps
 * @param kind what it records
 * @param at by the clock of the workspace that wrote it
 * @param facts what it states
 * @param body a longer text that belongs to it
 * @param previous the hash of the entry before it; for the first one 64 zeros
 * @param hash SHA-256 over sequence, kind, instant, facts, body and {@code previous}
 */
public record Entry(
        long sequence, EntryKind kind, Instant at, Facts facts, Optional<String> body, Digest previous, Digest hash) {
    /** What the first entry names as the hash before it. */
    public static final Digest GENESIS = new Digest("0".repeat(64));

    public Entry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(hash, "hash");
    }
}
