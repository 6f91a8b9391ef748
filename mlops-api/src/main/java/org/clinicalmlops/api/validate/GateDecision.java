package org.clinicalmlops.api.validate;

import java.util.Objects;

/**
 * What one gate said, and why.
 *
 * @param gate its id
 * @param ruling what it said
 * @param reason the value seen and the rule, for a reader
 */
public record GateDecision(String gate, Ruling ruling, String reason) {
    public GateDecision {
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(ruling, "ruling");
        Objects.requireNonNull(reason, "reason");
    }
}
