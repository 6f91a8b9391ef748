package org.clinicalmlops.core.learn;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether a candidate still knows what earlier versions knew. Immutable. */
public sealed interface Forgetting {

    /** Every comparison, in the order of periods; within a period against the version in use first, then the first approved one. */
    List<Compared> compared();

    /** No worse in every period and every group, against both versions. */
    record Kept(List<Compared> compared) implements Forgetting {
        public Kept {
            compared = List.copyOf(compared);
        }
    }

    /**
     * Not shown to be no worse.
     *
     * @param failing the first comparison that fails: its period, group and version
     */
    record Forgot(Compared failing, List<Compared> compared) implements Forgetting {
        public Forgot {
            compared = List.copyOf(compared);
        }
    }

    /**
     * Nothing fails, but somewhere there are too few cases to say: never a pass.
     *
     * @param missing the comparisons that cannot be made; none if there were no periods
     */
    record NotShown(List<Compared> missing, List<Compared> compared) implements Forgetting {
        public NotShown {
            missing = List.copyOf(missing);
            compared = List.copyOf(compared);
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Kept, ? extends T> kept,
            Function<? super Forgot, ? extends T> forgot,
            Function<? super NotShown, ? extends T> notShown) {
        if (this instanceof Kept k) {
            return kept.apply(k);
        }
        if (this instanceof Forgot f) {
            return forgot.apply(f);
        }
        return notShown.apply((NotShown) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Kept> kept, Consumer<? super Forgot> forgot, Consumer<? super NotShown> notShown) {
        if (this instanceof Kept k) {
            kept.accept(k);
        } else if (this instanceof Forgot f) {
            forgot.accept(f);
        } else {
            notShown.accept((NotShown) this);
        }
    }
}
