package org.clinicalmlops.core.retention;

import java.time.Instant;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.usecase.Role;

/**
 * A legal hold that stands.
 *
 * @param entry number of the entry by which it was placed: its name
 * @param scope what it keeps
 * @param placed when
 * @param person who placed it
 * @param role in which role
 * @param reason in words
 */
public record Hold(long entry, HoldScope scope, Instant placed, String person, Role role, String reason) {
    static Hold of(Entry placed) {
        return new Hold(
                placed.sequence(),
                HoldScope.of(placed.facts()),
                placed.at(),
                placed.facts().required("person"),
                new Role(placed.facts().required("role")),
                placed.facts().required("reason"));
    }
}
