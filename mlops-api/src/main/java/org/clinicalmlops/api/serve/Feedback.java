package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a clinician made of a prediction. It says what was done, not who was right: an override is often another action taken in time. */
public sealed interface Feedback {
    /** It was followed. */
    record Accepted() implements Feedback {}

    /**
     * Something else was decided.
     *
     * @param system whose code it is, as a URI or a name; not blank
     * @param code why, from a list that the host keeps; not blank; no free text, which may name a patient
     */
    record Overridden(String system, String code) implements Feedback {
        public Overridden {
            requireText("system", system);
            requireText("code", code);
        }

        private static void requireText(String name, String value) {
            Objects.requireNonNull(value, name);
            if (value.isBlank()) {
                throw new IllegalArgumentException("the " + name + " of a reason must not be blank");
            }
        }
    }

    /** It was seen, and nobody answered it. */
    record Ignored() implements Feedback {}

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Accepted, ? extends T> accepted,
            Function<? super Overridden, ? extends T> overridden,
            Function<? super Ignored, ? extends T> ignored) {
        if (this instanceof Accepted a) {
            return accepted.apply(a);
        }
        if (this instanceof Overridden o) {
            return overridden.apply(o);
        }
        return ignored.apply((Ignored) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Accepted> accepted,
            Consumer<? super Overridden> overridden,
            Consumer<? super Ignored> ignored) {
        if (this instanceof Accepted a) {
            accepted.accept(a);
        } else if (this instanceof Overridden o) {
            overridden.accept(o);
        } else {
            ignored.accept((Ignored) this);
        }
    }
}
