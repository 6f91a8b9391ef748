package org.clinicalmlops.metrics.threshold;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.metrics.internal.Cases;

/** What came of looking for a threshold. Immutable. */
public sealed interface ThresholdChoice {
    /**
     * A threshold was found.
     *
     * @param actingAbove in [0, 1]: a risk above it is an alert, one equal to it is not
     * @param achieved what it gives on the cases on which it was chosen; with ties, more than was asked for
     */
    record Chosen(double actingAbove, ConfusionMatrix achieved) implements ThresholdChoice {
        public Chosen {
            Cases.checkThreshold(actingAbove);
            Objects.requireNonNull(achieved, "achieved");
        }
    }

    /**
     * Fewer cases than the stated rule needs.
     *
     * @param n at hand, {@code >= 0}
     * @param needed asked for, {@code > n}
     */
    record TooFew(long n, long needed) implements ThresholdChoice {
        public TooFew {
            if (n < 0 || needed <= n) {
                throw new IllegalArgumentException("n must be in [0, needed), was " + n + " with needed " + needed);
            }
        }
    }

    /**
     * No threshold does what was asked.
     *
     * @param reason why, in words for a reader
     */
    record Unreachable(String reason) implements ThresholdChoice {
        public Unreachable {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Chosen, ? extends T> chosen,
            Function<? super TooFew, ? extends T> tooFew,
            Function<? super Unreachable, ? extends T> unreachable) {
        if (this instanceof Chosen c) {
            return chosen.apply(c);
        }
        if (this instanceof TooFew t) {
            return tooFew.apply(t);
        }
        return unreachable.apply((Unreachable) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Chosen> chosen,
            Consumer<? super TooFew> tooFew,
            Consumer<? super Unreachable> unreachable) {
        if (this instanceof Chosen c) {
            chosen.accept(c);
        } else if (this instanceof TooFew t) {
            tooFew.accept(t);
        } else {
            unreachable.accept((Unreachable) this);
        }
    }
}
