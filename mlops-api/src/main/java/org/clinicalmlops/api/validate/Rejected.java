package org.clinicalmlops.api.validate;

import java.util.List;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.train.Candidate;

/** A model that did not pass: it stays in the ledger with the reasons and cannot be deployed. */
public final class Rejected<R, P extends Output> implements Verdict<R, P> {
    private final Candidate<R, P> candidate;
    private final Evaluation evaluation;
    private final List<GateDecision> decisions;

    Rejected(Candidate<R, P> candidate, Evaluation evaluation, List<GateDecision> decisions) {
        this.candidate = candidate;
        this.evaluation = evaluation;
        this.decisions = List.copyOf(decisions);
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

    /** Why it did not pass: one sentence for each gate that failed or had too little to go by. */
    public List<String> reasons() {
        return decisions.stream()
                .filter(d -> d.ruling() == Ruling.FAIL || d.ruling() == Ruling.INSUFFICIENT)
                .map(d -> d.gate() + ": " + d.reason())
                .toList();
    }
}
