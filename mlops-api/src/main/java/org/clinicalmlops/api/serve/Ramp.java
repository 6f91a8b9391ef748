package org.clinicalmlops.api.serve;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * How a newer version that has passed its silent trial takes over: first for a share of the patients, then for more, at last for all. Each
 * step begins by a signature; time alone widens nothing. The first version of a deployment has no other beside it and goes live for all at
 * once. Immutable.
 *
 * @param steps in their order, at least one, each with a larger share than the one before; after the last the version answers for all
 * @param widenedBy who begins every step after the first, and lets it answer for all; the first step begins with the end of the silent trial,
 *     by the role that ends it
 */
public record Ramp(List<Step> steps, Role widenedBy) implements Declared {

    /**
     * One step.
     *
     * @param share of the patients, in (0, 1)
     * @param atLeast how long it lasts before the next may begin; longer than zero
     */
    public record Step(double share, Duration atLeast) implements Declared {
        public Step {
            Objects.requireNonNull(atLeast, "atLeast");
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("a share must be in (0, 1), was " + share);
            }
            if (atLeast.isNegative() || atLeast.isZero()) {
                throw new IllegalArgumentException("a step must last longer than zero, was " + atLeast);
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("ramp-step").with("share", share).with("atLeast", atLeast.toString());
        }
    }

    public Ramp {
        steps = List.copyOf(steps);
        Objects.requireNonNull(widenedBy, "widenedBy");
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a ramp needs at least one step");
        }
        for (int i = 1; i < steps.size(); i++) {
            double before = steps.get(i - 1).share();
            double share = steps.get(i).share();
            if (!(share > before)) {
                throw new IllegalArgumentException(
                        "each share must be larger than the one before, was " + share + " after " + before);
            }
        }
    }

    /**
     * Steps of equal least duration.
     *
     * @param shares of the patients, increasing, each in (0, 1), at least one; after the last come all
     */
    public static NeedsDuration by(double... shares) {
        double[] copy = shares.clone();
        return atLeast -> role -> new Ramp(
                Arrays.stream(copy).mapToObj(share -> new Step(share, atLeast)).toList(), role);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("ramp").with("steps", steps).with("widenedBy", widenedBy.name());
    }

    /** How long a step lasts at least. */
    public interface NeedsDuration {
        /** @param atLeast longer than zero */
        NeedsRole holdingEach(Duration atLeast);
    }

    /** Who begins the next step. */
    public interface NeedsRole {
        /** @param role of a stakeholder of the use case */
        Ramp widenedBy(Role role);
    }
}
