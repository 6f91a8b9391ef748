package org.clinicalmlops.api.serve;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether a silent trial is over. */
public sealed interface TrialDecision {
    /**
     * The model answers for real from here on: for all patients, or for the first share of the plan's ramp.
     *
     * @param ledgerEntry number of the entry that says so
     */
    record Passed(long ledgerEntry) implements TrialDecision {}

    /**
     * The trial goes on.
     *
     * @param reasons what is missing; at least one
     */
    record NotYet(List<String> reasons) implements TrialDecision {
        public NotYet {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a trial that goes on needs at least one reason");
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Passed, ? extends T> passed, Function<? super NotYet, ? extends T> notYet) {
        if (this instanceof Passed p) {
            return passed.apply(p);
        }
        return notYet.apply((NotYet) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Passed> passed, Consumer<? super NotYet> notYet) {
        if (this instanceof Passed p) {
            passed.accept(p);
        } else {
            notYet.accept((NotYet) this);
        }
    }
}
