package org.clinicalmlops.api.learn;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How a candidate comes about: the smallest update that the data do not show to be insufficient.
 *
 * @param startedBy who starts it
 * @param upTo the largest update that may be made; above {@link UpdateExtent#NONE}
 * @param alpha probability of a larger update than is needed, in (0, 1)
 * @param minimumOutcomes matured outcomes without which nothing is fitted, {@code >= 1}
 */
public record Retraining(ChangePlan.Start startedBy, UpdateExtent upTo, double alpha, long minimumOutcomes)
        implements Declared {
    /** The field's usual level. */
    private static final double ALPHA = 0.05;
    /** With fewer outcomes a model learns little that is new. Our choice. */
    private static final long OUTCOMES = 100;

    public Retraining {
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(upTo, "upTo");
        if (upTo == UpdateExtent.NONE) {
            throw new IllegalArgumentException("upTo must be above NONE: a plan that changes nothing is frozen");
        }
        Declarable.probability("alpha", alpha);
        if (minimumOutcomes < 1) {
            throw new IllegalArgumentException("minimumOutcomes must be >= 1, was " + minimumOutcomes);
        }
    }

    public static NeedsExtent startedBy(ChangePlan.Start start) {
        return extent -> new Retraining(start, extent, ALPHA, OUTCOMES);
    }

    /** 0.05 unless told. */
    public Retraining alpha(double alpha) {
        return new Retraining(startedBy, upTo, alpha, minimumOutcomes);
    }

    /** 100 unless told. */
    public Retraining minimumOutcomes(long n) {
        return new Retraining(startedBy, upTo, alpha, n);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("retraining")
                .with("startedBy", startedBy.name())
                .with("upTo", upTo.name())
                .with("alpha", alpha)
                .with("minimumOutcomes", minimumOutcomes);
    }

    /** How much may be estimated anew. */
    public interface NeedsExtent {
        Retraining upTo(UpdateExtent extent);
    }
}
