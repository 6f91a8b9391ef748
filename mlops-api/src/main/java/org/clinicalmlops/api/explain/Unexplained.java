package org.clinicalmlops.api.explain;

import java.util.Objects;

/** There are no contributions. */
public record Unexplained(Reason reason) implements Explanation {
    public Unexplained {
        Objects.requireNonNull(reason, "reason");
    }

    /** Why not. */
    public enum Reason {
        /** There is no answer that may be shown: it is silent, or the deployment abstained. */
        NOT_ANSWERED,
        /** Nothing says what the typical patient is like, or the model has no answer for one. */
        NO_TYPICAL_PATIENT,
        /** A patient between this one and the typical one, as the method asks about, has no answer: values that are missing go nowhere. */
        MIXTURE_UNDEFINED,
        /** The answer is so extreme that its log odds are no number. */
        NOT_FINITE,
        /** The recalibration turns the model round, or makes all answers one: what raises its probability does not raise the risk. */
        CALIBRATION_NOT_RISING,
        /** The code that explains failed; the prediction itself is not touched by it. */
        FAILED
    }
}
