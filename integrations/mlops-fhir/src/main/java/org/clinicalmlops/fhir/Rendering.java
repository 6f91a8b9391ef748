package org.clinicalmlops.fhir;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What became of an answer on its way to FHIR: resources, or reasons why there are none. On the clinical path a fault of the data is an
 * answer, not an exception.
 *
 * @param <T> what was to be made
 */
public sealed interface Rendering<T> {
    /**
     * It was made.
     *
     * @param value new, and the host's own: HAPI's resources can be changed
     */
    record Rendered<T>(T value) implements Rendering<T> {
        public Rendered {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * Nothing was made.
     *
     * @param problems each with the name of what is wrong and the rule; at least one. No reference and no value of a patient is in them,
     *     so they can be logged
     */
    record NotRendered<T>(List<String> problems) implements Rendering<T> {
        public NotRendered {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems must not be empty");
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <S> S fold(
            Function<? super Rendered<T>, ? extends S> rendered,
            Function<? super NotRendered<T>, ? extends S> notRendered) {
        if (this instanceof Rendered<T> r) {
            return rendered.apply(r);
        }
        return notRendered.apply((NotRendered<T>) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Rendered<T>> rendered, Consumer<? super NotRendered<T>> notRendered) {
        if (this instanceof Rendered<T> r) {
            rendered.accept(r);
        } else {
            notRendered.accept((NotRendered<T>) this);
        }
    }
}
