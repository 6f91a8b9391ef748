package org.clinicalmlops.core.learn.loop;

import java.util.Objects;

/**
 * How an update ended.
 *
 * @param how which end
 * @param step the step at which it did
 * @param reason in words
 */
public record UpdateEnd(How how, Step step, String reason) {

    /** Which end. Names are stored: they never change. There is no PROMOTED: a version that was promoted is on probation first. */
    public enum How {
        /** The new version has stood its probation. */
        KEPT,
        /** It did harm while on probation; the version before answers again. */
        ROLLED_BACK,
        /** Something said no. */
        REFUSED,
        /** A person has called it off. */
        CANCELLED,
        /** The version in use is still sufficient. */
        NOTHING_NEEDED
    }

    public UpdateEnd {
        Objects.requireNonNull(how, "how");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(reason, "reason");
    }
}
