package org.clinicalmlops.cdshooks;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What the host makes of a call: its row, or why there can be none. */
public sealed interface Row<R> {
    /** The host's own row. */
    record Read<R>(R row) implements Row<R> {
        public Read {
            Objects.requireNonNull(row, "row");
        }

        /** Without the row. */
        @Override
        public String toString() {
            return "Read";
        }
    }

    /**
     * Data cannot be had; the client is answered 412.
     *
     * @param why for whoever runs the integration; nothing of the patient
     * @param what keys of prefetch or names of inputs; nothing of the patient
     */
    record Unavailable<R>(String why, List<String> what) implements Row<R> {
        public Unavailable {
            Wording.requireText("why", why);
            what = List.copyOf(what);
        }
    }

    static <R> Row<R> of(R row) {
        return new Read<>(row);
    }

    /**
     * @param why nothing of the patient
     * @param what keys of prefetch or names of inputs
     */
    static <R> Row<R> unavailable(String why, String... what) {
        return new Unavailable<>(why, List.of(what));
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Read<R>, ? extends T> read, Function<? super Unavailable<R>, ? extends T> unavailable) {
        if (this instanceof Read<R> r) {
            return read.apply(r);
        }
        return unavailable.apply((Unavailable<R>) this);
    }
}
