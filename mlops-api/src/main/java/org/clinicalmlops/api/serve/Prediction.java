package org.clinicalmlops.api.serve;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Output;

/** What a deployment says of a row. */
public sealed interface Prediction<P extends Output> {

    /**
     * An answer to act on.
     *
     * @param id names this prediction when its outcome arrives: the id of the deployment, a hyphen, and the prediction's number there, from
     *     1 on
     * @param output what the model says, or the fallback
     * @param band the range of risk that it is in, by name, where the plan names any
     * @param acting whether it is above the plan's acting threshold
     * @param model the version that has answered: the one in use, or its challenger where the patient is one of its
     * @param fallback present if not the model has answered
     */
    record Answered<P extends Output>(
            String id, P output, Optional<String> band, boolean acting, Digest model, Optional<ByFallback> fallback)
            implements Prediction<P> {
        public Answered {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(band, "band");
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(fallback, "fallback");
        }
    }

    /**
     * The plan's {@link Fallback} has answered, not the model.
     *
     * @param score its name
     * @param because why the model has not
     */
    record ByFallback(String score, Abstention because) {
        public ByFallback {
            Objects.requireNonNull(score, "score");
            Objects.requireNonNull(because, "because");
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
     * @param features names of those that are the reason, where it can be said
     */
    record Abstained<P extends Output>(Abstention reason, List<String> features) implements Prediction<P> {
        public Abstained {
            Objects.requireNonNull(reason, "reason");
            features = List.copyOf(features);
        }

        /** For a reason that is no feature's. */
        public Abstained(Abstention reason) {
            this(reason, List.of());
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
