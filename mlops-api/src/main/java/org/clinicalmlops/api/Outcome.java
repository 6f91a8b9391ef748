package org.clinicalmlops.api;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Ground truth for one row, with its clock: what a {@code P} is judged against. A row without a label is pending, not
 * negative; a patient lost to follow-up is censored; a patient treated because of our own alert is intervened and reported
 * apart. Immutable.
 */
public sealed interface Outcome<P extends Output> {

    /**
     * The truth is known.
     *
     * @param truth for a {@link Risk}: 1 if the event happened inside the horizon, 0 if it did not
     * @param knownAt since when it could be known; a data cut before that instant sees the row as pending
     */
    record Known<P extends Output>(double truth, Instant knownAt) implements Outcome<P> {
        public Known {
            Objects.requireNonNull(knownAt, "knownAt");
            if (!Double.isFinite(truth)) {
                throw new IllegalArgumentException("truth must be finite, was " + truth);
            }
        }
    }

    /** Not known yet. */
    record Pending<P extends Output>() implements Outcome<P> {}

    /**
     * Can never be known: follow-up ended before the horizon.
     *
     * @param lastSeen end of follow-up
     */
    record Censored<P extends Output>(Instant lastSeen) implements Outcome<P> {
        public Censored {
            Objects.requireNonNull(lastSeen, "lastSeen");
        }
    }

    /**
     * Somebody acted because of the prediction, so that the outcome no longer says what would have happened without it.
     *
     * @param at when the action was taken
     */
    record Intervened<P extends Output>(Instant at) implements Outcome<P> {
        public Intervened {
            Objects.requireNonNull(at, "at");
        }
    }

    /** A known binary outcome: {@code happened} inside the horizon or not, known since {@code knownAt}. */
    static Outcome<Risk> event(boolean happened, Instant knownAt) {
        return new Known<>(happened ? 1 : 0, knownAt);
    }

    /**
     * The outcome as somebody saw it at {@code asOf}: before the horizon has passed every row is pending, also one whose event
     * was reported early, since events are reported sooner than their absence and would otherwise be over-counted.
     *
     * @param asOf the instant of knowledge
     * @param maturesAt when the row's horizon ends
     */
    default Outcome<P> asOf(Instant asOf, Instant maturesAt) {
        if (maturesAt.isAfter(asOf)) {
            return new Pending<>();
        }
        return fold(
                known -> known.knownAt().isAfter(asOf) ? new Pending<>() : known,
                pending -> pending,
                censored -> censored,
                intervened -> intervened.at().isAfter(asOf) ? new Pending<>() : intervened);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Known<P>, ? extends T> known,
            Function<? super Pending<P>, ? extends T> pending,
            Function<? super Censored<P>, ? extends T> censored,
            Function<? super Intervened<P>, ? extends T> intervened) {
        if (this instanceof Known<P> k) {
            return known.apply(k);
        }
        if (this instanceof Pending<P> p) {
            return pending.apply(p);
        }
        if (this instanceof Censored<P> c) {
            return censored.apply(c);
        }
        return intervened.apply((Intervened<P>) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Known<P>> known,
            Consumer<? super Pending<P>> pending,
            Consumer<? super Censored<P>> censored,
            Consumer<? super Intervened<P>> intervened) {
        if (this instanceof Known<P> k) {
            known.accept(k);
        } else if (this instanceof Pending<P> p) {
            pending.accept(p);
        } else if (this instanceof Censored<P> c) {
            censored.accept(c);
        } else {
            intervened.accept((Intervened<P>) this);
        }
    }
}
