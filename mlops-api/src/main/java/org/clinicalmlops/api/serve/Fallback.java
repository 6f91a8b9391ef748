package org.clinicalmlops.api.serve;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.train.GivenModel;

/**
 * A score that answers where the model does not, as the points table that the ward used before. It is part of the plan that the gates have
 * judged, but no gate judges the score itself: it is what the host falls back on anyhow. Answers of it say so. Immutable.
 *
 * @param score reads features of the plan's set; where one is missing it may have no answer either
 * @param on the reasons for which it answers; at least one
 */
public record Fallback<P extends Output>(GivenModel<P> score, Set<Abstention> on) implements Declared {
    /** Nothing answers after the end, and nothing is shown that is not on record. */
    private static final Set<Abstention> NEVER = Set.of(Abstention.CLOSED, Abstention.NOT_RECORDED);

    public Fallback {
        Objects.requireNonNull(score, "score");
        on = Set.copyOf(on);
        if (on.isEmpty()) {
            throw new IllegalArgumentException("a fallback needs at least one reason on which it answers");
        }
        for (Abstention reason : on) {
            if (NEVER.contains(reason)) {
                throw new IllegalArgumentException("nothing can answer on " + reason);
            }
        }
    }

    /** Starts with the score. */
    public static <P extends Output> NeedsReasons<P> to(GivenModel<P> score) {
        return (reason, more) -> new Fallback<>(score, EnumSet.of(reason, more));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("fallback")
                .with("score", score)
                .withTexts("on", on.stream().map(Abstention::name).sorted().toList());
    }

    /** On what it answers. */
    @FunctionalInterface
    public interface NeedsReasons<P extends Output> {
        /** @throws IllegalArgumentException for {@link Abstention#CLOSED} and {@link Abstention#NOT_RECORDED} */
        Fallback<P> on(Abstention reason, Abstention... more);
    }
}
