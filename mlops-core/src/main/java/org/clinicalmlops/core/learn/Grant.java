package org.clinicalmlops.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.validate.Ruling;

/** Whether a sequestered set may be used once more. Immutable. */
public sealed interface Grant permits Grant.Granted, Grant.Refused {

    /** One use, which is spent by being granted: record {@link #after()} before looking at the rows. */
    final class Granted implements Grant {
        private final SequesteredSet after;
        private final int use;
        private final double alpha;

        Granted(SequesteredSet after, int use, double alpha) {
            this.after = after;
            this.use = use;
            this.alpha = alpha;
        }

        /** The set with this use in it, its answer open. */
        public SequesteredSet after() {
            return after;
        }

        /** Which use, from 1. */
        public int use() {
            return use;
        }

        /** What it spends, and the one-sided level of its comparisons. */
        public double alpha() {
            return alpha;
        }

        /**
         * Compares with the version in use, for all patients and in every group, each at the level of this use; passed only if all
         * pass.
         *
         * @param margins at least one
         * @param rows of the patients of the set and of nobody else
         */
        public Sequestered judge(List<Margin> margins, PairedRows rows) {
            if (margins.isEmpty()) {
                throw new IllegalArgumentException("at least one margin is needed");
            }
            List<Compared> compared = new ArrayList<>(NonInferiority.all(
                    "sequestered set " + after.id(), rows, margins, Compared.Against.CHAMPION, alpha));
            boolean passed = compared.stream().allMatch(c -> c.ruling() == Ruling.PASS);
            return new Sequestered(passed, compared);
        }
    }

    /** Worn out, closed, or busy: draw a new set, or finish the open use. */
    record Refused(String reason) implements Grant {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The answer of one use.
     *
     * @param passed what those who make the next candidate may know
     * @param compared for the record; insufficient comparisons are no pass
     */
    record Sequestered(boolean passed, List<Compared> compared) {
        public Sequestered {
            compared = List.copyOf(compared);
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Granted, ? extends T> granted, Function<? super Refused, ? extends T> refused) {
        if (this instanceof Granted g) {
            return granted.apply(g);
        }
        return refused.apply((Refused) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Granted> granted, Consumer<? super Refused> refused) {
        if (this instanceof Granted g) {
            granted.accept(g);
        } else {
            refused.accept((Refused) this);
        }
    }
}
