package org.clinicalmlops.api.evaluate;

import java.util.Objects;
import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * A way to divide rows into groups that are looked at apart.
 *
 * @param name unique in its plan
 * @param of the group of a row; pure and thread-safe; null counts as the group {@code "unknown"}
 */
public record Subgroup<R>(String name, Function<? super R, String> of) implements Declared {
    public Subgroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(of, "of");
        if (name.isBlank()) {
            throw new IllegalArgumentException("subgroup name must not be blank");
        }
    }

    public static <R> Subgroup<R> by(String name, Function<? super R, String> of) {
        return new Subgroup<>(name, of);
    }

    /** The name only: what the function does is covered by the data digest. */
    @Override
    public Declaration declaration() {
        return Declaration.of("subgroup").with("name", name);
    }
}
