package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.clinicalmlops.api.Output;

/**
 * A prediction, and the receipt of its record.
 *
 * @param receipt completes when the record is durable or is known not to be; never exceptionally. What depends on it runs on a thread of
 *     the workspace that all receipts share: what takes long belongs on a thread of the host's
 */
public record Receipted<P extends Output>(Prediction<P> prediction, CompletionStage<Receipt> receipt) {
    public Receipted {
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(receipt, "receipt");
    }
}
