package org.clinicalmlops.api.validate;

import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.usecase.Role;

/**
 * A model whose numbers have passed and which people have to sign. Signing continues this verdict and fits nothing again.
 * Immutable: each signature makes a new verdict.
 */
public final class Awaiting<R, P extends Output> implements Verdict<R, P> {
    private final Candidate<R, P> candidate;
    private final Evaluation evaluation;
    private final List<GateDecision> decisions;
    private final Set<Role> missing;
    private final Digest toSign;
    private final long ledgerEntry;

    Awaiting(
            Candidate<R, P> candidate,
            Evaluation evaluation,
            List<GateDecision> decisions,
            Set<Role> missing,
            Digest toSign,
            long ledgerEntry) {
        this.candidate = candidate;
        this.evaluation = evaluation;
        this.decisions = List.copyOf(decisions);
        this.missing = missing;
        this.toSign = toSign;
        this.ledgerEntry = ledgerEntry;
    }

    public Candidate<R, P> candidate() {
        return candidate;
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    /** What every gate said. */
    public List<GateDecision> decisions() {
        return decisions;
    }

    /** Who still has to sign. */
    public List<Role> roles() {
        return List.copyOf(missing);
    }

    /** Digest of plan, data, model, evaluation and decisions together: what a signature is under. */
    public Digest toSign() {
        return toSign;
    }

    /** Number of the ledger entry that holds the gates' decisions. */
    public long ledgerEntry() {
        return ledgerEntry;
    }
}
