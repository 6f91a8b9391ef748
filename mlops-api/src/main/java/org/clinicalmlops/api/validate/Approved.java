package org.clinicalmlops.api.validate;

import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.train.Candidate;

/**
 * A model that has passed its gates. Made by the {@link GateKeeper} only, after the decision is in the ledger; whoever deploys it
 * checks that entry again.
 */
public final class Approved<R, P extends Output> implements Verdict<R, P> {
    private final Candidate<R, P> candidate;
    private final long ledgerEntry;

    Approved(Candidate<R, P> candidate, long ledgerEntry) {
        this.candidate = candidate;
        this.ledgerEntry = ledgerEntry;
    }

    public Candidate<R, P> candidate() {
        return candidate;
    }

    /** Number of the ledger entry that holds the decision. */
    public long ledgerEntry() {
        return ledgerEntry;
    }
}
