package org.clinicalmlops.cdshooks;

import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;

/**
 * An answer that a card is to be written of.
 *
 * @param at when it was given
 */
public record Shown<R>(HookRequest request, R row, Prediction.Answered<Risk> prediction, Instant at) {
    public Shown {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(at, "at");
    }

    /** Without the row and the risk. */
    @Override
    public String toString() {
        return "Shown[prediction=" + prediction.id() + ", at=" + at + "]";
    }
}
