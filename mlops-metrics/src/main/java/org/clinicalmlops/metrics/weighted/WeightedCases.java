package org.clinicalmlops.metrics.weighted;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * Risks, outcomes and weights, checked once. Cases with weight 0 are left out; the order in which cases are given does not matter.
 * Immutable, safe for any thread; nothing is kept of the arrays; some 40 bytes for a case.
 */
public final class WeightedCases {
    /** A case with a weight above 0. */
    record Case(double risk, boolean happened, double weight) {
        static final Comparator<Case> ASCENDING = Comparator.comparingDouble(Case::risk)
                .thenComparing(Case::happened)
                .thenComparingDouble(Case::weight);

        double ofEvent() {
            return happened ? weight : 0;
        }

        double ofOther() {
            return happened ? 0 : weight;
        }
    }

    private final Case[] ascending;
    private final Mass all = new Mass();
    private final Mass events = new Mass();
    private final Mass others = new Mass();

    private WeightedCases(Case[] ascending) {
        this.ascending = ascending;
        for (Case c : ascending) {
            all.add(c.weight);
            (c.happened ? events : others).add(c.weight);
        }
    }

    /**
     * Checks and sorts cases; O(n log n).
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @param weights shape [n], each finite and {@code >= 0}, with a sum above 0; any scale
     * @throws IllegalArgumentException if lengths differ, a risk or weight is outside its range, or no weight is above 0
     */
    public static WeightedCases of(double[] risks, boolean[] happened, double[] weights) {
        Cases.check("risks", risks, happened);
        Objects.requireNonNull(weights, "weights");
        if (weights.length != risks.length) {
            throw new IllegalArgumentException(
                    "risks and weights must be of one length, were " + risks.length + " and " + weights.length);
        }
        double largest = 0;
        int kept = 0;
        for (int i = 0; i < risks.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights[" + i + "] must be finite and >= 0, was " + weights[i]);
            }
            largest = Math.max(largest, weights[i]);
            kept += weights[i] > 0 ? 1 : 0;
        }
        if (kept == 0) {
            throw new IllegalArgumentException("the sum of weights must be > 0, was 0.0");
        }
        // By a power of two, which changes no digit, so that neither sums nor squares leave the range of a double.
        int scale = -Math.getExponent(largest);
        Case[] cases = new Case[kept];
        int at = 0;
        for (int i = 0; i < risks.length; i++) {
            if (weights[i] > 0) { // + 0.0: -0.0 becomes 0.0, which sorting would tell apart
                cases[at++] = new Case(risks[i] + 0.0, happened[i], Math.scalb(weights[i], scale));
            }
        }
        Arrays.sort(cases, Case.ASCENDING);
        return new WeightedCases(cases);
    }

    /** Cases with a weight above 0. */
    public int cases() {
        return all.count();
    }

    /** Cases with the event and a weight above 0. */
    public int events() {
        return events.count();
    }

    /**
     * Effective number of cases, {@code (sum w)^2 / sum w^2} (Kish 1965, Survey Sampling): how many cases with equal weights would
     * give a mean of the same precision. In [1, {@link #cases}].
     */
    public double effectiveCases() {
        return all.effective();
    }

    /** Effective number of the cases with the event; 0 if there are none. */
    public double effectiveEvents() {
        return events.effective();
    }

    /** Effective number of the cases without the event; 0 if there are none. */
    public double effectiveOthers() {
        return others.effective();
    }

    /** By risk; for equal risks those without the event first. Only to be read. */
    Case[] ascending() {
        return ascending;
    }

    Mass all() {
        return all;
    }

    Mass ofEvents() {
        return events;
    }

    Mass ofOthers() {
        return others;
    }

    /** Effective number of cases in the smaller class, rounded down. */
    long smaller() {
        return Math.min(events.effectiveFloor(), others.effectiveFloor());
    }

    /** Fewer effective cases in the smaller class than needed, an empty one included. */
    Optional<Estimate> tooFew(int needed) {
        return smaller() < needed ? Optional.of(new Estimate.TooFew(smaller(), needed)) : Optional.empty();
    }

    /** For a number that does not exist with one class only. */
    Optional<Estimate> oneSidedOrTooFew(int needed) {
        if (events.count() == 0 || others.count() == 0) {
            return Optional.of(new Estimate.Undefined((events.count() == 0 ? "none" : "all") + " of the " + all.count()
                    + " cases with a weight had the event"));
        }
        return tooFew(needed);
    }
}
