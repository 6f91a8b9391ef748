package org.clinicalmlops.metrics.hypothesis;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a statistical test says, or why it cannot be made. Immutable. */
public sealed interface HypothesisTest {

    /**
     * The test was made.
     *
     * @param formula which test, and how its p-value was found, for example {@code "kolmogorov-smirnov-exact"}; stable
     * @param statistic the test's statistic, as told at the function that made it; finite
     * @param pValue how probable this statistic, or one further off, is if the hypothesis holds; in [0, 1]
     * @param n cases in all samples together, {@code >= 1}
     */
    record Tested(String formula, double statistic, double pValue, long n) implements HypothesisTest {
        public Tested {
            Objects.requireNonNull(formula, "formula");
            if (!Double.isFinite(statistic)) {
                throw new IllegalArgumentException("statistic must be finite, was " + statistic);
            }
            if (!(pValue >= 0 && pValue <= 1)) {
                throw new IllegalArgumentException("pValue must be in [0, 1], was " + pValue);
            }
            if (n < 1) {
                throw new IllegalArgumentException("n must be >= 1, was " + n);
            }
        }
    }

    /**
     * The test cannot be made on these data.
     *
     * @param reason in words for a reader of the report
     * @param n cases in all samples together, {@code >= 0}
     */
    record NotTested(String reason, long n) implements HypothesisTest {
        public NotTested {
            Objects.requireNonNull(reason, "reason");
            if (n < 0) {
                throw new IllegalArgumentException("n must be >= 0, was " + n);
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Tested, ? extends T> tested, Function<? super NotTested, ? extends T> notTested) {
        if (this instanceof Tested t) {
            return tested.apply(t);
        }
        return notTested.apply((NotTested) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Tested> tested, Consumer<? super NotTested> notTested) {
        if (this instanceof Tested t) {
            tested.accept(t);
        } else {
            notTested.accept((NotTested) this);
        }
    }
}
