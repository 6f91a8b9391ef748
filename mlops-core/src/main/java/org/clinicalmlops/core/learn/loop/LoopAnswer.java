package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.usecase.Role;

/** Where an update is after it was asked to go on. Immutable. */
public sealed interface LoopAnswer {

    /**
     * A step is done and recorded; the next can be taken.
     *
     * @param step the one that was done
     */
    record Advanced(Step step) implements LoopAnswer {
        public Advanced {
            Objects.requireNonNull(step, "step");
        }
    }

    /**
     * Nothing can be done now.
     *
     * @param step the one that waits
     * @param why in words
     * @param until when to ask again; empty if it does not depend on time
     * @param signature what a person has to sign, if that is what it waits for
     */
    record Waiting(Step step, String why, Optional<Instant> until, Optional<Signature> signature)
            implements LoopAnswer {
        public Waiting {
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(signature, "signature");
        }
    }

    /**
     * It is over.
     *
     * @param end how
     */
    record Ended(UpdateEnd end) implements LoopAnswer {
        public Ended {
            Objects.requireNonNull(end, "end");
        }
    }

    /**
     * A signature that is awaited.
     *
     * @param roles any of which may sign next; at least one
     * @param toSign digest of what is signed
     */
    record Signature(List<Role> roles, Digest toSign) {
        public Signature {
            roles = List.copyOf(roles);
            Objects.requireNonNull(toSign, "toSign");
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("a signature needs at least one role");
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Advanced, ? extends T> advanced,
            Function<? super Waiting, ? extends T> waiting,
            Function<? super Ended, ? extends T> ended) {
        if (this instanceof Advanced a) {
            return advanced.apply(a);
        }
        if (this instanceof Waiting w) {
            return waiting.apply(w);
        }
        return ended.apply((Ended) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Advanced> advanced, Consumer<? super Waiting> waiting, Consumer<? super Ended> ended) {
        if (this instanceof Advanced a) {
            advanced.accept(a);
        } else if (this instanceof Waiting w) {
            waiting.accept(w);
        } else {
            ended.accept((Ended) this);
        }
    }
}
