package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Output;

/** Whether a model and a feature set fit together. */
public sealed interface Binding<R, P extends Output> {

    /**
     * They fit.
     *
     * @param scorer answers rows
     * @param ignored names of features that the model does not use
     * @param probed whether the values of probe rows were compared; without probes nothing proves that the code is the same
     */
    record Bound<R, P extends Output>(Scorer<R, P> scorer, List<String> ignored, boolean probed)
            implements Binding<R, P> {
        public Bound {
            Objects.requireNonNull(scorer, "scorer");
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * They do not fit; nothing was converted.
     *
     * @param differences at least one
     */
    record Refused<R, P extends Output>(List<Difference> differences) implements Binding<R, P> {
        public Refused {
            differences = List.copyOf(differences);
            if (differences.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs at least one difference");
            }
        }
    }

    /**
     * One reason for a refusal.
     *
     * @param feature name of the feature
     * @param what which property differs: presence, kind, unit, revision, probe
     * @param model what the model was fitted with
     * @param host what the host's feature set has
     */
    record Difference(String feature, String what, String model, String host) {
        @Override
        public String toString() {
            return "feature '" + feature + "': " + what + " is " + host + ", the model was fitted with " + model;
        }
    }

    /** Answers rows: a pure function, thread-safe. */
    interface Scorer<R, P extends Output> {
        /**
         * @return the answer, or empty where the model defines none, for example a points table with a missing input
         * @throws RuntimeException whatever the host's feature functions throw
         */
        Optional<P> score(R row);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Bound<R, P>, ? extends T> bound, Function<? super Refused<R, P>, ? extends T> refused) {
        if (this instanceof Bound<R, P> b) {
            return bound.apply(b);
        }
        return refused.apply((Refused<R, P>) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Bound<R, P>> bound, Consumer<? super Refused<R, P>> refused) {
        if (this instanceof Bound<R, P> b) {
            bound.accept(b);
        } else {
            refused.accept((Refused<R, P>) this);
        }
    }
}
