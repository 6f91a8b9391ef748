package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry that is not in the ledger yet.
 *
 * @param kind what it records
 * @param at by the clock of the workspace
 * @param facts what it states; no patient's name or own key, only pseudonyms
 * @param body a longer text that belongs to it, such as a model; part of the chain
 */
public record Draft(EntryKind kind, Instant at, Facts facts, Optional<String> body) {
    public Draft {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(body, "body");
    }

    public static Draft of(EntryKind kind, Instant at, Facts facts) {
        return new Draft(kind, at, facts, Optional.empty());
    }

    public Draft body(String text) {
        return new Draft(kind, at, facts, Optional.of(text));
    }
}
