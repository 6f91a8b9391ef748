package org.clinicalmlops.api.serve;

import java.time.Duration;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * What becomes of an answer that cannot be put on record: because the queue to the ledger is full, or because the ledger has been behind for
 * longer than a bound: it stores something for as long, or has refused something and taken nothing since.
 *
 * @param refuses whether it is then not shown ({@link Abstention#NOT_RECORDED}); otherwise it is, and is counted ({@link
 *     Health#answeredUnrecorded})
 * @param syncedWithin the bound, in time that really passes, whatever the workspace's clock says; longer than zero
 */
public record Recording(boolean refuses, Duration syncedWithin) implements Declared {
    /** Our choice: a disk that takes longer is in trouble, and a prediction an hour is not refused for one slow sync. */
    private static final Duration SYNCED_WITHIN = Duration.ofSeconds(10);

    public Recording {
        Objects.requireNonNull(syncedWithin, "syncedWithin");
        if (syncedWithin.isNegative() || syncedWithin.isZero()) {
            throw new IllegalArgumentException("syncedWithin must be longer than zero, was " + syncedWithin);
        }
    }

    /** What cannot be recorded is not shown; the default. */
    public static Recording refusing() {
        return new Recording(true, SYNCED_WITHIN);
    }

    /** What cannot be recorded is shown all the same, and counted: for where no answer does more harm than no record. */
    public static Recording answering() {
        return new Recording(false, SYNCED_WITHIN);
    }

    /** Ten seconds unless told. */
    public Recording syncedWithin(Duration bound) {
        return new Recording(refuses, bound);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("recording").with("refuses", refuses).with("syncedWithin", syncedWithin.toString());
    }
}
