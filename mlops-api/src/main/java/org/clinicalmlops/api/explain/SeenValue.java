package org.clinicalmlops.api.explain;

import java.util.Objects;
import java.util.function.Function;

/** A value of a feature as the model saw it. */
public sealed interface SeenValue {
    /** @param value finite, in the unit of the feature */
    record Numeric(double value) implements SeenValue {
        public Numeric {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a number that a model has seen must be finite, was " + value);
            }
        }
    }

    /** @param name as the host named it */
    record Category(String name) implements SeenValue {
        public Category {
            Objects.requireNonNull(name, "name");
        }
    }

    /** There was no value. */
    record Missing() implements SeenValue {}

    /** A category that the model does not know; its name is not kept. */
    record Unseen() implements SeenValue {}

    default <T> T fold(
            Function<? super Numeric, ? extends T> number,
            Function<? super Category, ? extends T> category,
            Function<? super Missing, ? extends T> missing,
            Function<? super Unseen, ? extends T> unseen) {
        if (this instanceof Numeric n) {
            return number.apply(n);
        }
        if (this instanceof Category c) {
            return category.apply(c);
        }
        return this instanceof Missing m ? missing.apply(m) : unseen.apply((Unseen) this);
    }
}
