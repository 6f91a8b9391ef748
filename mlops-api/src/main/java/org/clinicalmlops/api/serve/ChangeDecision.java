package org.clinicalmlops.api.serve;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether a change was made. Either way the ledger says so. */
public sealed interface ChangeDecision {
    /**
     * It is made, and durable.
     *
     * @param ledgerEntry number of the entry that says so
     */
    record Made(long ledgerEntry) implements ChangeDecision {}

    /**
     * Nothing is changed.
     *
     * @param refusals everything that stands in the way; at least one
     * @param ledgerEntry number of the entry that says so
     */
    record Refused(List<Refusal> refusals, long ledgerEntry) implements ChangeDecision {
        public Refused {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("a refused change needs at least one refusal");
            }
        }
    }

    /**
     * One thing that stands in the way.
     *
     * @param text in words, for a reader
     */
    record Refusal(Why why, String text) {
        public Refusal {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return why + ": " + text;
        }
    }

    /** What kind of thing stands in the way. */
    enum Why {
        /** The role is not one that the plan names for it. */
        ROLE,
        /** The person may not act in the role, or the host's directory could not say. */
        PERSON,
        /** The signature is under something else: another change, another version, or what was before the newest change. */
        SIGNATURE,
        /** The silent trial has not shown enough yet, or monitoring no harm. */
        EVIDENCE,
        /** The version is none that this can be done with. */
        VERSION,
        /** The deployment is not in a state in which this can be done. */
        STATE,
        /** The change plan gives no leave. */
        PLAN
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Made, ? extends T> made, Function<? super Refused, ? extends T> refused) {
        if (this instanceof Made m) {
            return made.apply(m);
        }
        return refused.apply((Refused) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Made> made, Consumer<? super Refused> refused) {
        if (this instanceof Made m) {
            made.accept(m);
        } else {
            refused.accept((Refused) this);
        }
    }
}
