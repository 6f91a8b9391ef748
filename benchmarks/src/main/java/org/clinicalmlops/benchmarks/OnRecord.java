package org.clinicalmlops.benchmarks;

import java.util.BitSet;
import java.util.EnumSet;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;

/**
 * What a ledger holds of predictions that a live deployment has made.
 *
 * @param predictions of different numbers
 * @param blocks entries that hold them
 */
record OnRecord(long predictions, long blocks) {
    /**
     * Verifies the chain, then reads all predictions.
     *
     * @throws IllegalStateException if the chain is broken, or a prediction is there twice
     */
    static OnRecord of(Ledger ledger) {
        if (ledger.verify() instanceof Verification.Broken broken) {
            throw new IllegalStateException("the ledger does not hold: " + broken);
        }
        BitSet numbers = new BitSet();
        BitSet entries = new BitSet();
        Recorded.read(ledger, EnumSet.of(EntryKind.PREDICTED), prediction -> {
            if (prediction.facts().says("mode", "live")) {
                int number = number(prediction.facts().required("prediction"));
                if (numbers.get(number)) {
                    throw new IllegalStateException("the ledger holds prediction " + number + " twice");
                }
                numbers.set(number);
                entries.set(Math.toIntExact(prediction.sequence()));
            }
        });
        return new OnRecord(numbers.cardinality(), entries.cardinality());
    }

    /** An id ends with the number of the prediction in its deployment. */
    private static int number(String id) {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }
}
