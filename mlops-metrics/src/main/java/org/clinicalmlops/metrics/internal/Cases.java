package org.clinicalmlops.metrics.internal;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;

/** Checks and counts that the metrics share. */
public final class Cases {
    private Cases() {}

    /** Refuses arrays of different lengths and risks outside [0, 1]; NaN is outside. */
    public static void check(String name, double[] risks, boolean[] happened) {
        Objects.requireNonNull(risks, name);
        Objects.requireNonNull(happened, "happened");
        if (risks.length != happened.length) {
            throw new IllegalArgumentException(
                    name + " and happened must be of one length, were " + risks.length + " and " + happened.length);
        }
        for (int i = 0; i < risks.length; i++) {
            if (!(risks[i] >= 0 && risks[i] <= 1)) {
                throw new IllegalArgumentException(name + "[" + i + "] must be in [0, 1], was " + risks[i]);
            }
        }
    }

    public static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), was " + level);
        }
    }

    public static void checkThreshold(double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be in [0, 1], was " + threshold);
        }
    }

    public static int events(boolean[] happened) {
        int events = 0;
        for (boolean h : happened) {
            events += h ? 1 : 0;
        }
        return events;
    }

    /** Too few in the smaller class, counting an empty one as too few; empty if there are enough. */
    public static Optional<Estimate> tooFew(int events, int cases, int needed) {
        int smaller = Math.min(events, cases - events);
        return smaller < needed ? Optional.of(new Estimate.TooFew(smaller, needed)) : Optional.empty();
    }

    /**
     * For a number that does not exist with one class only: undefined if there are cases and one class is empty, otherwise as
     * {@link #tooFew}.
     */
    public static Optional<Estimate> oneSidedOrTooFew(int events, int cases, int needed) {
        if (cases > 0 && events == 0) {
            return Optional.of(new Estimate.Undefined("none of the " + cases + " cases had the event"));
        }
        if (cases > 0 && events == cases) {
            return Optional.of(new Estimate.Undefined("all of the " + cases + " cases had the event"));
        }
        return tooFew(events, cases, needed);
    }
}
