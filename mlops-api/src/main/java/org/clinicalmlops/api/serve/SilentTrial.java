package org.clinicalmlops.api.serve;

import java.time.Duration;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * Test in production: the model answers every row and nobody sees it. Time alone ends no trial: the evidence must be there and a
 * person in the named role ends it.
 *
 * @param atLeast minimum duration; longer than zero
 * @param predictions how many predictions it must have made; {@code >= 1}
 * @param abstainedAtMost highest share of rows without a prediction, in [0, 1]
 * @param endedBy who ends it
 */
public record SilentTrial(Duration atLeast, long predictions, double abstainedAtMost, Role endedBy)
        implements Declared {
    /** Our choice: with fewer a share of failures says little. */
    private static final long DEFAULT_PREDICTIONS = 30;
    /** Our choice: a model that cannot answer one row in twenty is not ready. */
    private static final double DEFAULT_ABSTAINED = 0.05;

    public SilentTrial {
        Objects.requireNonNull(atLeast, "atLeast");
        Objects.requireNonNull(endedBy, "endedBy");
        if (atLeast.isNegative() || atLeast.isZero()) {
            throw new IllegalArgumentException("a silent trial must last longer than zero, was " + atLeast);
        }
        if (predictions < 1) {
            throw new IllegalArgumentException("predictions must be >= 1, was " + predictions);
        }
        if (!(abstainedAtMost >= 0 && abstainedAtMost <= 1)) {
            throw new IllegalArgumentException("abstainedAtMost must be in [0, 1], was " + abstainedAtMost);
        }
    }

    /** @param atLeast minimum duration, longer than zero */
    public static NeedsRole lasting(Duration atLeast) {
        return role -> new SilentTrial(atLeast, DEFAULT_PREDICTIONS, DEFAULT_ABSTAINED, role);
    }

    /** Asks for at least this many predictions; 30 unless told. */
    public SilentTrial withAtLeast(long predictions) {
        return new SilentTrial(atLeast, predictions, abstainedAtMost, endedBy);
    }

    /** Asks that no more than this share of rows went without a prediction; 0.05 unless told. */
    public SilentTrial abstainingAtMost(double share) {
        return new SilentTrial(atLeast, predictions, share, endedBy);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("silent-trial")
                .with("atLeast", atLeast.toString())
                .with("predictions", predictions)
                .with("abstainedAtMost", abstainedAtMost)
                .with("endedBy", endedBy.name());
    }

    /** Who ends the trial. */
    public interface NeedsRole {
        SilentTrial endedBy(Role role);
    }
}
