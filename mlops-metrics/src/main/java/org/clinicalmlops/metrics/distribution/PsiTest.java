package org.clinicalmlops.metrics.distribution;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether two samples have the same distribution over bins, by their population stability index, or why it cannot be said. Immutable. */
public sealed interface PsiTest {

    /**
     * The samples were compared.
     *
     * @param psi population stability index of the smoothed shares in the bins left, in nats, {@code >= 0}
     * @param adjusted {@code max(0, psi - (bins - 1)(1/nReference + 1/nCurrent))}: what is left of it after what chance alone is
     *     expected to give; a measure of size that does not depend on how many cases there are
     * @param critical the value of {@code psi} from which on {@code differs} holds; empty where the exact test decides
     * @param pValue how probable this, or more, is without any difference, in [0, 1]
     * @param differs whether the samples differ at {@code alpha}
     * @param bins bins left after pooling, {@code >= 2}
     * @param nReference cases in the reference
     * @param nCurrent cases in the current sample
     * @param alpha probability of {@code differs} without any difference that was allowed
     * @param formula {@link Psi#CHI_SQUARE} or {@link Psi#EXACT}
     */
    record Compared(
            double psi,
            double adjusted,
            OptionalDouble critical,
            double pValue,
            boolean differs,
            int bins,
            long nReference,
            long nCurrent,
            double alpha,
            String formula)
            implements PsiTest {
        public Compared {
            if (!(psi >= 0 && psi < Double.POSITIVE_INFINITY) || !(adjusted >= 0 && adjusted <= psi)) {
                throw new IllegalArgumentException(
                        "psi must be finite and >= adjusted >= 0, were " + psi + " and " + adjusted);
            }
            if (!(pValue >= 0 && pValue <= 1)) {
                throw new IllegalArgumentException("pValue must be in [0, 1], was " + pValue);
            }
            if (bins < 2) {
                throw new IllegalArgumentException("bins must be >= 2, was " + bins);
            }
            Objects.requireNonNull(critical, "critical");
            Objects.requireNonNull(formula, "formula");
        }
    }

    /**
     * The samples cannot be compared: fewer than two bins are left after pooling.
     *
     * @param reason in words for a reader of the report
     * @param nReference cases in the reference
     * @param nCurrent cases in the current sample
     */
    record NotCompared(String reason, long nReference, long nCurrent) implements PsiTest {
        public NotCompared {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Compared, ? extends T> compared, Function<? super NotCompared, ? extends T> notCompared) {
        if (this instanceof Compared c) {
            return compared.apply(c);
        }
        return notCompared.apply((NotCompared) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Compared> compared, Consumer<? super NotCompared> notCompared) {
        if (this instanceof Compared c) {
            compared.accept(c);
        } else {
            notCompared.accept((NotCompared) this);
        }
    }
}
