package org.clinicalmlops.api.ledger;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;

/**
 * What verifying a ledger found. A changed, removed, inserted or reordered entry is found; entries cut off at the end cannot be
 * seen from the chain alone: keep the last hash elsewhere and compare.
 */
public sealed interface Verification {
    /**
     * Every entry follows from the one before it.
     *
     * @param entries how many there are
     * @param last hash of the newest entry; of an empty ledger {@link Entry#GENESIS}
     */
    record Intact(long entries, Digest last) implements Verification {
        public Intact {
            Objects.requireNonNull(last, "last");
        }
    }

    /**
     * The chain is broken.
     *
     * @param sequence the first entry that does not hold
     * @param reason what is wrong with it
     */
    record Broken(long sequence, String reason) implements Verification {
        public Broken {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Intact, ? extends T> intact, Function<? super Broken, ? extends T> broken) {
        if (this instanceof Intact i) {
            return intact.apply(i);
        }
        return broken.apply((Broken) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Intact> intact, Consumer<? super Broken> broken) {
        if (this instanceof Intact i) {
            intact.accept(i);
        } else {
            broken.accept((Broken) this);
        }
    }
}
