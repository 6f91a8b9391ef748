package org.clinicalmlops.api.learn;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/** A change that its plan foresees. Made by {@link ChangePlan#judge} alone. Immutable. */
public final class InPlan implements PlanJudgement {
    private final Modification modification;
    private final List<CheckedClause> clauses;
    private final Optional<AutomaticPermission> permission;

    InPlan(Modification modification, List<CheckedClause> clauses, Digest plan, ProposedChange change) {
        this.modification = modification;
        this.clauses = List.copyOf(clauses);
        this.permission = modification.automatic()
                ? Optional.of(new AutomaticPermission(
                        plan,
                        modification.id(),
                        change.before().model(),
                        change.after().model()))
                : Optional.empty();
    }

    public Modification modification() {
        return modification;
    }

    /** All clauses of the modification, each of them met. */
    public List<CheckedClause> clauses() {
        return clauses;
    }

    /** Present for an automatic modification. */
    public Optional<AutomaticPermission> permission() {
        return permission;
    }

    @Override
    public String toString() {
        return "InPlan[" + modification.id() + "]";
    }
}
