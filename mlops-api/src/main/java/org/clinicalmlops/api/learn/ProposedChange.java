package org.clinicalmlops.api.learn;

import java.util.List;
import java.util.Objects;

/**
 * A change that a plan is asked about.
 *
 * @param before the version in use
 * @param after the new one
 * @param where at which sites it shall be made
 * @param risks mean risks of both on the same recent rows, see {@link GroupRisk#of}; none are asked for if the model stays
 */
public record ProposedChange(ModelDescription before, ModelDescription after, Scope where, List<GroupRisk> risks) {
    public ProposedChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(where, "where");
        risks = List.copyOf(risks);
    }
}
