package org.clinicalmlops.api.maturity;

import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.ledger.EntryKind;

/**
 * A ledger entry that a maturity report rests on.
 *
 * @param entry its number
 * @param kind its kind
 * @param at its instant
 */
public record Evidence(long entry, EntryKind kind, Instant at) {
    public Evidence {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
    }
}
