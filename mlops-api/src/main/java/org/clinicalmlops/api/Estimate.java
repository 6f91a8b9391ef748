package org.clinicalmlops.api;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What data say about a number: a value with its interval, too few cases to say, or not defined on these data. There is no
 * way to read a value without deciding what happens in the other two cases. Immutable.
 */
public sealed interface Estimate {

    /**
     * A number that the data support.
     *
     * @param value finite
     * @param interval confidence interval; holds {@code value}
     * @param n cases that the estimate rests on, {@code >= 1}
     */
    record Known(double value, Interval interval, long n) implements Estimate {
        public Known {
            Objects.requireNonNull(interval, "interval");
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value must be finite, was " + value);
            }
            if (!interval.contains(value)) {
                throw new IllegalArgumentException("value must lie inside " + interval + ", was " + value);
            }
            if (n < 1) {
                throw new IllegalArgumentException("n must be >= 1, was " + n);
            }
        }
    }

    /**
     * Fewer cases than the stated rule needs.
     *
     * @param n cases at hand, {@code >= 0}
     * @param needed cases that the rule asks for, {@code > n}
     */
    record TooFew(long n, long needed) implements Estimate {
        public TooFew {
            if (n < 0) {
                throw new IllegalArgumentException("n must be >= 0, was " + n);
            }
            if (needed <= n) {
                throw new IllegalArgumentException("needed must be > n " + n + ", was " + needed);
            }
        }
    }

    /**
     * The number does not exist on these data, for example discrimination when everybody had the event.
     *
     * @param reason why, in words for a reader of the report
     */
    record Undefined(String reason) implements Estimate {
        public Undefined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Known, ? extends T> known,
            Function<? super TooFew, ? extends T> tooFew,
            Function<? super Undefined, ? extends T> undefined) {
        if (this instanceof Known k) {
            return known.apply(k);
        }
        if (this instanceof TooFew t) {
            return tooFew.apply(t);
        }
        return undefined.apply((Undefined) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Known> known, Consumer<? super TooFew> tooFew, Consumer<? super Undefined> undefined) {
        if (this instanceof Known k) {
            known.accept(k);
        } else if (this instanceof TooFew t) {
            tooFew.accept(t);
        } else {
            undefined.accept((Undefined) this);
        }
    }
}
