package org.clinicalmlops.metrics.updating;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.learn.UpdateExtent;

/** The smallest update that the cases do not show to be insufficient, or why none can be named. Immutable. */
public sealed interface UpdateChoice {

    /**
     * One hypothesis of the procedure: that an extent is sufficient.
     *
     * @param sufficient the extent; never {@link UpdateExtent#REFIT}, which is what is left
     * @param formula what was computed
     * @param statistic finite
     * @param pValue in [0, 1]; for several tests of one hypothesis it is corrected already
     * @param rejected whether the cases show that the extent is not sufficient
     */
    record Step(UpdateExtent sufficient, String formula, double statistic, double pValue, boolean rejected) {
        public Step {
            Objects.requireNonNull(sufficient, "sufficient");
            Objects.requireNonNull(formula, "formula");
            if (sufficient == UpdateExtent.REFIT) {
                throw new IllegalArgumentException("sufficient must be below REFIT, was " + sufficient);
            }
            if (!Double.isFinite(statistic)) {
                throw new IllegalArgumentException("statistic must be finite, was " + statistic);
            }
            if (!(pValue >= 0 && pValue <= 1)) {
                throw new IllegalArgumentException("pValue must be in [0, 1], was " + pValue);
            }
        }
    }

    /**
     * The choice.
     *
     * @param extent the first that was not rejected, or a refit
     * @param steps the hypotheses in the order in which they were tested, the last one being the first that was not rejected
     * @param n cases
     */
    record Chosen(UpdateExtent extent, List<Step> steps, long n) implements UpdateChoice {
        public Chosen {
            Objects.requireNonNull(extent, "extent");
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a choice needs at least one step");
            }
        }
    }

    /**
     * Too few cases to choose.
     *
     * @param n cases in the smaller class
     * @param needed what the rule asks for, {@code > n}
     */
    record TooFew(long n, long needed) implements UpdateChoice {
        public TooFew {
            if (n < 0 || needed <= n) {
                throw new IllegalArgumentException("n must be in [0, needed) with needed " + needed + ", was " + n);
            }
        }
    }

    /**
     * The procedure cannot be carried out on these cases.
     *
     * @param reason in words for a reader of the report
     */
    record Undefined(String reason) implements UpdateChoice {
        public Undefined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Chosen, ? extends T> chosen,
            Function<? super TooFew, ? extends T> tooFew,
            Function<? super Undefined, ? extends T> undefined) {
        if (this instanceof Chosen c) {
            return chosen.apply(c);
        }
        if (this instanceof TooFew t) {
            return tooFew.apply(t);
        }
        return undefined.apply((Undefined) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Chosen> chosen, Consumer<? super TooFew> tooFew, Consumer<? super Undefined> undefined) {
        if (this instanceof Chosen c) {
            chosen.accept(c);
        } else if (this instanceof TooFew t) {
            tooFew.accept(t);
        } else {
            undefined.accept((Undefined) this);
        }
    }
}
