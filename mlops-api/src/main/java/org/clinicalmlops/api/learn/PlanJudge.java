package org.clinicalmlops.api.learn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds a change against the modifications of a plan, in their order; the first that it keeps all clauses of is the one. */
final class PlanJudge {
    private final ChangePlan plan;
    private final ProposedChange change;
    private final Set<ChangedPart> changed;

    PlanJudge(ChangePlan plan, ProposedChange change) {
        this.plan = plan;
        this.change = change;
        this.changed = ChangedPart.between(change.before(), change.after());
    }

    PlanJudgement judge() {
        if (plan.control().isEmpty()) {
            return out(
                    Optional.empty(),
                    plan.refitOn().isEmpty() ? "nothing may change" : "the plan lists modifications",
                    plan.refitOn().isEmpty() ? "changed: " + names(changed) : "it lists none");
        }
        if (changed.isEmpty()) {
            return out(
                    Optional.empty(),
                    "a change is described",
                    change.before().model().equals(change.after().model())
                            ? "nothing changed"
                            : "the models differ in what is not described");
        }
        Optional<PlanJudgement.OutOfPlan> nearest = Optional.empty();
        for (Modification m : plan.control().orElseThrow().modifications()) {
            if (!ChangedPart.of(m.kind()).containsAll(changed)) {
                continue;
            }
            List<CheckedClause> clauses = new PlanClauses(m, change, changed).checked();
            Optional<CheckedClause> failing =
                    clauses.stream().filter(clause -> !clause.met()).findFirst();
            if (failing.isEmpty()) {
                return new InPlan(m, clauses, plan.declaration().digest(), change);
            }
            if (nearest.isEmpty()) {
                nearest = Optional.of(new PlanJudgement.OutOfPlan(Optional.of(m), failing.get()));
            }
        }
        return nearest.isPresent()
                ? nearest.get()
                : out(Optional.empty(), "one modification of the plan covers the change", "changed: " + names(changed));
    }

    private static PlanJudgement out(Optional<Modification> modification, String clause, String seen) {
        return new PlanJudgement.OutOfPlan(modification, new CheckedClause(clause, false, seen));
    }

    private static String names(Set<ChangedPart> parts) {
        return parts.isEmpty()
                ? "nothing"
                : parts.stream()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
