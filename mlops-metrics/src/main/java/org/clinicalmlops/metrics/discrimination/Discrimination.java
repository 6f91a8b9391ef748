package org.clinicalmlops.metrics.discrimination;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.special.Erf;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * Whether cases with the event were given higher risks than cases without. Pure functions: arrays are only read, nothing is kept.
 *
 * <p>Answers are the same for every monotone transformation of the risks, and in every order of the cases.
 */
public final class Discrimination {
    /**
     * Cases needed in each class, below which the normal interval is not to be trusted. Our choice: with ten and ten the simulated
     * coverage of the 95 % interval at an AUROC of 0.6 to 0.85 is 0.965 to 0.97 on the logit scale, 0.90 to 0.93 on the linear one.
     */
    public static final int NEEDED = 10;

    /**
     * Cases in each class, below which an AUROC is flagged as of low precision ({@link #lowPrecision}): with 100 and 100 the 95 %
     * interval of an AUROC of 0.75 is still 0.13 wide (Hanley and McNeil 1982), and at least 100 events and 100 non-events are
     * the usual advice for an external validation (Vergouwe et al. 2005).
     *
     * @see <a href="https://doi.org/10.1016/j.jclinepi.2004.06.017">Vergouwe et al. 2005</a>
     */
    public static final int PRECISE = 100;

    private static final String PAIRED = "paired-delong";

    private Discrimination() {}

    /**
     * Whether a number about discrimination is to be flagged LOW_PRECISION beside its value: fewer than {@link #PRECISE} cases in
     * one of the classes. The interval holds all the same; its simulated coverage is told at {@link AurocScale#LOGIT}.
     *
     * @param events cases with the event, {@code >= 0}
     * @param others cases without, {@code >= 0}
     * @throws IllegalArgumentException if a count is negative
     */
    public static boolean lowPrecision(long events, long others) {
        if (events < 0) {
            throw new IllegalArgumentException("events must be >= 0, was " + events);
        }
        if (others < 0) {
            throw new IllegalArgumentException("others must be >= 0, was " + others);
        }
        return Math.min(events, others) < PRECISE;
    }

    /**
     * Area under the ROC curve: the probability that a case with the event has a higher risk than one without, ties counting one
     * half; 1/2 is chance, higher is better. Interval from the variance of DeLong, DeLong and Clarke-Pearson 1988.
     *
     * <p>Where every pair of an event and a non-event agrees (AUROC exactly 0 or 1, or all risks equal) the estimated variance is
     * 0 and would give a point. The interval is then the exact one that rests on as many independent pairs as the smaller class
     * has cases: with 10 events, all ranked above all others, 0.69 to 1. Our choice, on both scales.
     *
     * <p>No cases, or fewer than {@link #NEEDED} in the smaller class: too few. Cases, but one class empty: undefined.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1] or {@code level} outside (0, 1)
     * @see <a href="https://doi.org/10.2307/2531595">DeLong et al. 1988</a>
     */
    public static Estimate auroc(double[] risks, boolean[] happened, AurocScale scale, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(Cases.events(happened), happened.length, NEEDED);
        return refused.orElseGet(() -> {
            RankedAuroc ranked = RankedAuroc.of(risks, happened);
            return scale.interval(ranked.auroc(), ranked.variance(), ranked.smaller(), level, happened.length);
        });
    }

    /** {@link #auroc(double[], boolean[], AurocScale, double)} of counted cases; cost O(distinct risks). */
    public static Estimate auroc(RiskCounts cases, AurocScale scale, double level) {
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(cases.events(), cases.cases(), NEEDED);
        return refused.orElseGet(() -> {
            RankedAuroc ranked = RankedAuroc.of(cases);
            return scale.interval(ranked.auroc(), ranked.variance(), ranked.smaller(), level, cases.cases());
        });
    }

    /**
     * AUROC with the percentile interval of a bootstrap stratified by outcome, as a check of {@link #auroc} that assumes no normal
     * distribution. Too few and undefined as there; all replicates of one value (AUROC exactly 0 or 1, or all risks equal):
     * undefined. Several statistics on the same resamples: {@link Bootstrap#estimates}.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]; one sort, then O(n) for a replicate
     * @throws IllegalArgumentException as {@link #auroc}
     */
    public static Estimate auroc(double[] risks, boolean[] happened, Bootstrap bootstrap, double level) {
        Objects.requireNonNull(bootstrap, "bootstrap");
        return bootstrap.estimate(RiskCounts.of(risks, happened), aurocStatistic(), level);
    }

    /**
     * AUROC of the challenger minus that of the champion on the same cases, with the paired interval of DeLong et al. 1988, on the
     * linear scale; above 0 is better.
     *
     * <p>If both place every event and every non-event alike, the difference is 0 with certainty: the interval is a point. If the
     * estimated variance is 0 otherwise (both separate the classes fully, for example) the interval rests on as many independent
     * pairs as the smaller class has cases, as in {@link #auroc}.
     *
     * @param challenger its risks, shape [n], each in [0, 1]; NaN is rejected
     * @param champion its risks for the same cases in the same order
     * @param happened outcomes, shape [n]
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [-1, 1]; too few and undefined as in {@link #auroc}; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1] or {@code level} outside (0, 1)
     */
    public static Estimate aurocDifference(double[] challenger, double[] champion, boolean[] happened, double level) {
        Cases.check("challenger", challenger, happened);
        Cases.check("champion", champion, happened);
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(Cases.events(happened), happened.length, NEEDED);
        return refused.orElseGet(() ->
                difference(DeLong.of(challenger, happened), DeLong.of(champion, happened), level, happened.length));
    }

    private static Estimate difference(DeLong challenger, DeLong champion, double level, int n) {
        double difference = challenger.auroc() - champion.auroc();
        if (challenger.placesAs(champion)) {
            return Intervals.known(0, 0, 0, -1, 1, level, n);
        }
        double variance = challenger.varianceOfDifference(champion);
        double reach = variance > 0
                ? Intervals.z(level) * Math.sqrt(variance)
                // As if all pairs had one difference d; another lies in [-1, 1], so at most 1 + |d| away.
                : Intervals.neverSeen(challenger.smaller(), level) * (1 + Math.abs(difference));
        return Intervals.known(difference, difference - reach, difference + reach, -1, 1, level, n);
    }

    /**
     * Two-sided test of equal AUROC of two models on the same cases, by the paired z of DeLong et al. 1988, formula
     * {@code "paired-delong"}; its statistic is z, above 0 if the challenger's AUROC is higher.
     *
     * <p>Not tested: no cases, or fewer than {@link #NEEDED} in the smaller class, or a difference whose estimated variance is 0;
     * but models that place every event and every non-event alike have z = 0 and p = 1.
     *
     * @param challenger its risks, shape [n], each in [0, 1]; NaN is rejected
     * @param champion its risks for the same cases in the same order
     * @param happened outcomes, shape [n]
     * @return cost O(n log n)
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static HypothesisTest aurocTest(double[] challenger, double[] champion, boolean[] happened) {
        Cases.check("challenger", challenger, happened);
        Cases.check("champion", champion, happened);
        int n = happened.length;
        int events = Cases.events(happened);
        if (Math.min(events, n - events) < NEEDED) {
            return new HypothesisTest.NotTested(
                    "the smaller class has " + Math.min(events, n - events) + " cases, " + NEEDED + " are needed", n);
        }
        DeLong first = DeLong.of(challenger, happened);
        DeLong second = DeLong.of(champion, happened);
        if (first.placesAs(second)) {
            return new HypothesisTest.Tested(PAIRED, 0, 1, n);
        }
        double variance = first.varianceOfDifference(second);
        if (!(variance > 0)) {
            return new HypothesisTest.NotTested("the estimated variance of the difference is 0", n);
        }
        double z = (first.auroc() - second.auroc()) / Math.sqrt(variance);
        return new HypothesisTest.Tested(PAIRED, z, Math.min(1, Erf.erfc(Math.abs(z) / Math.sqrt(2))), n);
    }

    /** The value of {@link #auroc} for a {@link Bootstrap}: one pass over the distinct risks, nothing is sorted. */
    public static RiskStatistic aurocStatistic() {
        return cases -> Discrimination::auroc;
    }

    private static OptionalDouble auroc(int[] events, int[] others) {
        long halves = 0;
        long eventsBelow = 0;
        long othersBelow = 0;
        for (int g = 0; g < events.length; g++) {
            halves += events[g] * (2 * othersBelow + others[g]);
            eventsBelow += events[g];
            othersBelow += others[g];
        }
        return eventsBelow > 0 && othersBelow > 0
                ? OptionalDouble.of(halves / (2.0 * eventsBelow * othersBelow))
                : OptionalDouble.empty();
    }
}
