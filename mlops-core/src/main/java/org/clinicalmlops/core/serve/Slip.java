package org.clinicalmlops.core.serve;

import java.time.Instant;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.jspecify.annotations.Nullable;

/**
 * A prediction on its way from its caller, who has the answer, to the writer of the ledger, who tells books and monitors of it and makes what
 * is stored. Who has handed it over does not touch it any more: it is used again, so that a prediction leaves nothing on the heap that
 * someone would have to collect. Filled by its caller; then used under the lock of the audit's queue, unless the audit did not take it.
 */
final class Slip<R> implements Drafting {
    final Version<R> answering;
    /** The model's inputs. */
    final double[] coded;
    /** When the values were taken of those features that say so; null where it is not known. */
    final @Nullable Instant[] taken;

    private final Slips<R> back;
    private @Nullable Afterwards<R> afterwards;
    private boolean settled;

    String prediction = "";
    /** The host's key of the patient: it is stored nowhere, and gone when this is used again. */
    String patientKey = "";
    /** Empty if it is still to be made from the key. */
    String pseudonym = "";

    Instant indexedAt = Instant.EPOCH;
    Instant maturesAt = Instant.EPOCH;
    Instant made = Instant.EPOCH;
    /** From the host's question to the answer; negative if the clock was set meanwhile. */
    long latencyNanos;

    /** Whether there is an answer; if not, only the monitor is told of the row. */
    boolean answered;

    double risk;
    boolean acting;
    boolean silent;

    @Nullable
    Beside<R> beside;

    Slip(Version<R> answering, Slips<R> back) {
        this.answering = answering;
        this.back = back;
        this.coded = answering.model.newCoded();
        this.taken = answering.times.newTaken();
    }

    /** A prediction is put on it. @param with what knows what is to be done of it later */
    void begin(Afterwards<R> with) {
        afterwards = with;
        settled = false;
        pseudonym = "";
        beside = null;
    }

    @Override
    public void settle() {
        Afterwards<R> later = afterwards;
        if (!settled && later != null) {
            settled = true;
            later.settle(this);
        }
    }

    @Override
    public @Nullable Draft draft() {
        Afterwards<R> later = afterwards;
        if (later == null) {
            throw new IllegalStateException("nothing is on it");
        }
        Draft draft = answered ? Draft.of(EntryKind.PREDICTED, made, later.facts(this)) : null;
        giveBack();
        return draft;
    }

    /** Nothing of it is needed any more. */
    void giveBack() {
        patientKey = "";
        beside = null;
        afterwards = null;
        back.take(this);
    }
}
