package org.clinicalmlops.core.retention;

import java.util.List;
import java.util.function.Function;

/** What came of the wish to forget a patient. */
public sealed interface Erasure {
    /**
     * The patient's keys are destroyed.
     *
     * @param entry the {@code PATIENT_FORGOTTEN} entry
     * @param rows that nobody can read any more
     * @param unsealed rows of the patient that were stored before rows were sealed, and stay readable: a ledger changes nothing
     */
    record Done(long entry, long rows, long unsealed) implements Erasure {}

    /**
     * Nothing was forgotten.
     *
     * @param holds that stand in the way; at least one
     */
    record Held(List<Hold> holds) implements Erasure {
        public Held {
            holds = List.copyOf(holds);
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Done, ? extends T> done, Function<? super Held, ? extends T> held) {
        return this instanceof Done d ? done.apply(d) : held.apply((Held) this);
    }
}
