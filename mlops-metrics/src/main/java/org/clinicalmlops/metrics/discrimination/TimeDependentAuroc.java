package org.clinicalmlops.metrics.discrimination;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * AUROC at a horizon where some outcomes are censored before it: cumulative cases (event by the horizon) against dynamic controls
 * (free of the event beyond it). Pure functions: arrays are only read.
 */
public final class TimeDependentAuroc {
    /** Cases needed on each side. Our choice, as for {@link Discrimination#NEEDED}; simulated coverage with 24 cases: 0.95. */
    public static final int NEEDED = Discrimination.NEEDED;

    private TimeDependentAuroc() {}

    /**
     * The probability that a case with the event by the horizon has a higher score than one without, ties counting one half; 1/2 is
     * chance, higher is better. Cases censored before the horizon are on neither side; that they are missing is made up for by
     * weighting each event by one over the probability of being uncensored just before it (inverse probability of censoring, by
     * Kaplan and Meier; events at a time leave before the censored do). It holds if the censoring does not depend on the score.
     * Without censoring before the horizon it is the plain AUROC.
     *
     * <p>Interval by the infinitesimal jackknife: squared derivatives by each case's weight, through the censoring curve too. Simulated
     * coverage of the 95 % interval on the logit scale: 0.946 with 60 cases, 0.948 with 200 and with 1,000.
     *
     * <p>Nobody with the event by the horizon, or nobody followed beyond it: undefined. Fewer than {@link #NEEDED} of either: too
     * few.
     *
     * @param scores higher for a higher risk by the horizon, shape [n]; finite
     * @param times until event or censoring, in any unit, shape [n]; finite, {@code >= 0}
     * @param happened true where the time is that of the event, false where it is censored, shape [n]
     * @param horizon in the unit of the times, above 0 and finite; an event at it counts as by it, being censored at it not as free
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a score or time is out of range, {@code horizon} is not above 0, or {@code
     *     level} outside (0, 1)
     * @see <a href="https://doi.org/10.1002/sim.5958">Blanche, Dartigues and Jacqmin-Gadda 2013</a>
     */
    public static Estimate at(
            double horizon, double[] scores, double[] times, boolean[] happened, AurocScale scale, double level) {
        FollowUp.checkHorizon(horizon);
        FollowUp.check(scores, times, happened);
        Cases.checkLevel(level);
        int n = scores.length;
        int cases = 0;
        int controls = 0;
        for (int i = 0; i < n; i++) {
            cases += happened[i] && times[i] <= horizon ? 1 : 0;
            controls += times[i] > horizon ? 1 : 0;
        }
        if (n > 0 && cases == 0) {
            return new Estimate.Undefined("none of the " + n + " cases had the event by the horizon " + horizon);
        }
        if (n > 0 && controls == 0) {
            return new Estimate.Undefined("none of the " + n + " cases was followed beyond the horizon " + horizon);
        }
        int smaller = Math.min(cases, controls);
        if (smaller < NEEDED) {
            return new Estimate.TooFew(smaller, NEEDED);
        }
        Weighted weighted =
                new Weighted(FollowUp.of(times, happened), FollowUp.ranks(scores), happened, cases, controls);
        return scale.interval(weighted.auroc, weighted.variance(), smaller, level, n);
    }

    /** Cases come first in the order of time, controls last: with an event at the horizon the last case is followed by those censored at it. */
    private static final class Weighted {
        private final FollowUp followUp;
        private final boolean[] happened;
        private final int n;
        private final int controls;
        private final double[] weights; // by position, 0 for who is no case; their sum is 1
        private final double[] lower; // by position of a case, the share of controls with a lower score
        private final double[] higher; // by position of a control, the weighted share of cases with a higher score
        private final boolean agree;
        private final double auroc;

        Weighted(FollowUp followUp, int[] ranks, boolean[] happened, int cases, int controls) {
            this.followUp = followUp;
            this.happened = happened;
            this.n = ranks.length;
            this.controls = controls;
            this.weights = new double[n];
            this.lower = new double[n];
            this.higher = new double[n];
            double[] uncensored = followUp.uncensoredBefore();
            double sum = 0;
            int left = cases;
            for (int at = 0; left > 0; at++) {
                if (happened[followUp.order[at]]) {
                    weights[at] = 1 / uncensored[at];
                    sum += weights[at];
                    left--;
                }
            }
            PrefixSums scoresOfControls = new PrefixSums(n);
            for (int at = n - controls; at < n; at++) {
                scoresOfControls.add(ranks[followUp.order[at]], 1);
            }
            PrefixSums scoresOfCases = new PrefixSums(n);
            double value = 0;
            double first = -1;
            boolean equal = true;
            for (int at = 0; at < n - controls; at++) {
                if (weights[at] > 0) {
                    int rank = ranks[followUp.order[at]];
                    lower[at] = (scoresOfControls.below(rank) + scoresOfControls.below(rank + 1)) / 2 / controls;
                    first = first < 0 ? lower[at] : first;
                    equal &= lower[at] == first;
                    value += weights[at] * lower[at];
                    weights[at] /= sum;
                    scoresOfCases.add(rank, weights[at]);
                }
            }
            for (int at = n - controls; at < n; at++) {
                int rank = ranks[followUp.order[at]];
                higher[at] = 1 - (scoresOfCases.below(rank) + scoresOfCases.below(rank + 1)) / 2;
            }
            this.auroc = equal ? first : Math.min(1, value / sum);
            // All pairs in the right order, in the wrong, or tied.
            this.agree = equal && (first == 0 || first == 1) || tied(ranks);
        }

        private boolean tied(int[] ranks) {
            int rank = ranks[followUp.order[n - 1]];
            for (int at = 0; at < n; at++) {
                if ((weights[at] > 0 || at >= n - controls) && ranks[followUp.order[at]] != rank) {
                    return false;
                }
            }
            return true;
        }

        /**
         * With G the censoring curve, a case's weight is 1 / G, and {@code ln G(t-)} is the sum over earlier times u of
         * {@code ln(1 - c / r)}, c censored of r at risk. One more at risk at u adds {@code 1 / (r - c) - 1 / r}; being censored at u
         * itself adds {@code -1 / r}.
         */
        double variance() {
            if (agree) {
                return 0;
            }
            double[] gap = new double[n];
            double later = 0; // of the weighted gaps of cases after the time at hand
            for (int at = 0; at < n - controls; at++) {
                gap[at] = weights[at] * (lower[at] - auroc);
                later += gap[at];
            }
            double squares = 0;
            double slope = 0; // of ln G just before the time at hand, by the weight of one who is at risk throughout
            double earlier = 0; // gaps of the cases so far times the slopes at their times
            for (int from = 0; from < n; from = followUp.endOfTime(from)) {
                int end = followUp.endOfTime(from);
                for (int at = from; at < followUp.endOfEvents(from); at++) {
                    later -= gap[at];
                    earlier += gap[at] * slope;
                }
                double atRisk = followUp.atRiskOfCensoring(from);
                for (int at = from; at < end; at++) {
                    double influence = gap[at] - earlier - slope * later;
                    if (!happened[followUp.order[at]]) {
                        influence += later / atRisk;
                    }
                    if (at >= n - controls) {
                        influence += (higher[at] - auroc) / controls;
                    }
                    squares += influence * influence;
                }
                int censored = followUp.censored(from);
                if (censored > 0 && censored < atRisk) {
                    slope += 1 / (atRisk - censored) - 1 / atRisk;
                }
            }
            return squares;
        }
    }
}
