package org.clinicalmlops.api.learn;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether a change stays within a change plan. Out of plan never promotes automatically: only {@link InPlan} has a permission to give. */
public sealed interface PlanJudgement permits InPlan, PlanJudgement.OutOfPlan {

    /**
     * Outside the plan: it takes a person, and where the model is a regulated device perhaps an authority.
     *
     * @param modification the one that comes nearest; empty if none is of this kind
     * @param failing the first clause that is not kept, with what was seen
     */
    record OutOfPlan(Optional<Modification> modification, CheckedClause failing) implements PlanJudgement {
        public OutOfPlan {
            Objects.requireNonNull(modification, "modification");
            if (failing.met()) {
                throw new IllegalArgumentException("the failing clause must not be met: " + failing);
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super InPlan, ? extends T> in, Function<? super OutOfPlan, ? extends T> out) {
        if (this instanceof InPlan i) {
            return in.apply(i);
        }
        return out.apply((OutOfPlan) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super InPlan> in, Consumer<? super OutOfPlan> out) {
        if (this instanceof InPlan i) {
            in.accept(i);
        } else {
            out.accept((OutOfPlan) this);
        }
    }
}
