package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Output;

/** What a deployment says of a row. */
public sealed interface Prediction<P extends Output> {

    /**
     * An answer to act on.
     *
     * @param id names this prediction when its outcome arrives
     * @param output what the model says
     * @param acting whether it is above the plan's acting threshold
     * @param model which version answered
     */
    record Answered<P extends Output>(String id, P output, boolean acting, Digest model) implements Prediction<P> {
        public Answered {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(model, "model");
        }
    }

    /**
     * Recorded, but not to be shown: the silent trial is not over. There is nothing here that a screen could show by mistake.
     *
     * @param id names this prediction when its outcome arrives
     */
    record Silent<P extends Output>(String id) implements Prediction<P> {
        public Silent {
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * No prediction.
     *
     * @param reason why not
     */
    record Abstained<P extends Output>(Abstention reason) implements Prediction<P> {
        public Abstained {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Answered<P>, ? extends T> answered,
            Function<? super Silent<P>, ? extends T> silent,
            Function<? super Abstained<P>, ? extends T> abstained) {
        if (this instanceof Answered<P> a) {
            return answered.apply(a);
        }
        if (this instanceof Silent<P> s) {
            return silent.apply(s);
        }
        return abstained.apply((Abstained<P>) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Answered<P>> answered,
            Consumer<? super Silent<P>> silent,
            Consumer<? super Abstained<P>> abstained) {
        if (this instanceof Answered<P> a) {
            answered.accept(a);
        } else if (this instanceof Silent<P> s) {
            silent.accept(s);
        } else {
            abstained.accept((Abstained<P>) this);
        }
    }
}
