package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.function.Function;

/** What the client sent for a prefetch template. That there are no data and that none were sent are different things. */
public sealed interface Prefetched {
    /**
     * A resource, or the bundle that a search found.
     *
     * @param resource to be read, not to be changed
     * @param incomplete whether it is the first page of several: the newest value may be on another, unless the newest were asked for
     */
    record Found(JsonNode resource, boolean incomplete) implements Prefetched {
        public Found {
            Objects.requireNonNull(resource, "resource");
        }

        /** Without what was found. */
        @Override
        public String toString() {
            return "Found[incomplete=" + incomplete + "]";
        }
    }

    /** The client has looked, and there is nothing. */
    record Nothing() implements Prefetched {}

    /** The client did not look, or could not. */
    record NotSent() implements Prefetched {}

    /** The client looked and met an error, which it sent as an OperationOutcome. */
    record Failed() implements Prefetched {}

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Found, ? extends T> found,
            Function<? super Nothing, ? extends T> nothing,
            Function<? super NotSent, ? extends T> notSent,
            Function<? super Failed, ? extends T> failed) {
        if (this instanceof Found f) {
            return found.apply(f);
        }
        if (this instanceof Nothing n) {
            return nothing.apply(n);
        }
        return this instanceof NotSent n ? notSent.apply(n) : failed.apply((Failed) this);
    }
}
