package org.clinicalmlops.api.learn;

import java.util.Objects;

/**
 * A clause of a change plan, held against a change.
 *
 * @param clause the rule with its limit
 * @param met whether it is kept
 * @param seen what was seen
 */
public record CheckedClause(String clause, boolean met, String seen) {
    public CheckedClause {
        Objects.requireNonNull(clause, "clause");
        Objects.requireNonNull(seen, "seen");
    }
}
