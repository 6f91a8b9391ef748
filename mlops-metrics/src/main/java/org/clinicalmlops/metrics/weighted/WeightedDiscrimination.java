package org.clinicalmlops.metrics.weighted;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * Whether cases with the event were given higher risks than cases without. Pure functions of {@link WeightedCases}, the same for
 * every monotone transformation of the risks; cost O(n).
 *
 * <p>One class empty: undefined. Fewer than {@link Discrimination#NEEDED} effective cases in the smaller class: too few. Where no
 * case moves the value (all pairs agree, or all risks are equal) the interval is the exact one on as many independent pairs as
 * the smaller class has effective cases.
 */
public final class WeightedDiscrimination {
    private WeightedDiscrimination() {}

    /**
     * Area under the ROC curve: the weight of pairs of a case with the event and one without in which the former has the higher
     * risk, ties counting one half, over the weight of all pairs; a pair weighs the product of its two weights (Iparragirre et al.
     * 2023). 1/2 is chance, higher is better.
     *
     * <p>Interval symmetric in log odds. The variance is the sum of the squares of weight times derivative, multiplied by
     * {@code m / (m - 1)} in each class of m cases: that of DeLong et al. 1988 where all weights are equal, and then value and
     * interval are those of {@link Discrimination#auroc}.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     * @see <a href="https://doi.org/10.1002/sta4.635">Iparragirre et al. 2023</a>
     */
    public static Estimate auroc(WeightedCases cases, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> refused = cases.oneSidedOrTooFew(Discrimination.NEEDED);
        return refused.orElseGet(() -> {
            double[] placements = placements(cases);
            double value = 0;
            for (int i = 0; i < placements.length; i++) {
                value += cases.ascending()[i].ofEvent() * placements[i];
            }
            value /= cases.ofEvents().sum();
            double ofEvents = 0;
            double ofOthers = 0;
            for (int i = 0; i < placements.length; i++) {
                double moved = placements[i] - value;
                ofEvents += square(cases.ascending()[i].ofEvent() * moved);
                ofOthers += square(cases.ascending()[i].ofOther() * moved);
            }
            double variance = ofEvents
                            * cases.ofEvents().correction()
                            / square(cases.ofEvents().sum())
                    + ofOthers
                            * cases.ofOthers().correction()
                            / square(cases.ofOthers().sum());
            return Linearised.share(value, variance, cases.smaller(), level, cases.cases());
        });
    }

    /** For each case the share, by weight, of the other class that it is in the right order with, ties counting one half. */
    private static double[] placements(WeightedCases cases) {
        WeightedCases.Case[] ascending = cases.ascending();
        double[] placements = new double[ascending.length];
        double allEvents = cases.ofEvents().sum();
        double allOthers = cases.ofOthers().sum();
        double events = 0; // added up as the sums of all were, so that the last is equal to them to the bit
        double others = 0;
        for (int from = 0, end; from < ascending.length; from = end) {
            double eventsBelow = events;
            double othersBelow = others;
            for (end = from; end < ascending.length && ascending[end].risk() == ascending[from].risk(); end++) {
                events += ascending[end].ofEvent();
                others += ascending[end].ofOther();
            }
            for (int i = from; i < end; i++) {
                placements[i] = ascending[i].happened()
                        ? (othersBelow + others) / 2 / allOthers
                        : (allEvents - (eventsBelow + events) / 2) / allEvents;
            }
        }
        return placements;
    }

    /**
     * Area under the precision-recall curve as the step-wise average precision: the mean, over cases with the event by their
     * weight, of the precision by weight at their risk as threshold; equal risks are flagged together. 1 is best, the weighted
     * share of events is chance.
     *
     * <p>Interval symmetric in log odds, with the variance of the infinitesimal jackknife as it is, without a factor: where all
     * weights are equal, value and interval are those of {@link PrecisionRecall#average}.
     *
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public static Estimate averagePrecision(WeightedCases cases, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> refused = cases.oneSidedOrTooFew(Discrimination.NEEDED);
        return refused.orElseGet(() -> PrecisionSteps.of(cases).interval(level));
    }

    static double square(double x) {
        return x * x;
    }
}
