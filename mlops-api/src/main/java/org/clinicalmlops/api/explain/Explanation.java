package org.clinicalmlops.api.explain;

import java.util.function.Consumer;
import java.util.function.Function;

/** What an answer is made of, or why that cannot be said. */
public sealed interface Explanation permits Contributions, Unexplained {
    default <T> T fold(
            Function<? super Contributions, ? extends T> contributions,
            Function<? super Unexplained, ? extends T> unexplained) {
        return this instanceof Contributions c ? contributions.apply(c) : unexplained.apply((Unexplained) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Contributions> contributions, Consumer<? super Unexplained> unexplained) {
        if (this instanceof Contributions c) {
            contributions.accept(c);
        } else {
            unexplained.accept((Unexplained) this);
        }
    }
}
