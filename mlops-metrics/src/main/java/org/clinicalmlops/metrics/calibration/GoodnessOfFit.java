package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.metrics.internal.Binned;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.ChiSquare;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * Whether outcomes contradict the predicted risks: the answer of a test of calibration. A p-value says nothing about how far the
 * risks are off; with few cases it misses what matters and with many it finds what does not. Report O/E, slope and curve instead,
 * or beside it. Immutable.
 */
public sealed interface GoodnessOfFit {
    /**
     * Cases needed, below which the distributions of the statistics are not to be trusted. Our choice: with ten calibrated risks the
     * simulated share of p-values of 0.05 or less is 0.043 to 0.045 (Spiegelhalter) and 0.038 to 0.065 (three groups).
     */
    int NEEDED = 10;

    /** Whether the risks come from a model that was fitted on the very cases of the test. */
    enum Origin {
        /** Validation: as many degrees of freedom as groups (Hosmer, Lemeshow and Sturdivant 2013, section 5.2.2). */
        OTHER_CASES,
        /** Apparent fit of a logistic regression: two fewer (Hosmer and Lemeshow 1980), as ResourceSelection::hoslem.test has. */
        THESE_CASES
    }

    /**
     * The test.
     *
     * @param statistic chi-square, {@code >= 0}, or z, of either sign
     * @param degreesOfFreedom of the chi-square; 0 for z
     * @param pValue in [0, 1]; two-sided for z
     * @param n cases
     */
    record Tested(double statistic, int degreesOfFreedom, double pValue, long n) implements GoodnessOfFit {
        public Tested {
            if (!Double.isFinite(statistic)) {
                throw new IllegalArgumentException("statistic must be finite, was " + statistic);
            }
            if (!(pValue >= 0 && pValue <= 1)) {
                throw new IllegalArgumentException("pValue must be in [0, 1], was " + pValue);
            }
            if (degreesOfFreedom < 0) {
                throw new IllegalArgumentException("degreesOfFreedom must be >= 0, was " + degreesOfFreedom);
            }
            if (n < 1) {
                throw new IllegalArgumentException("n must be >= 1, was " + n);
            }
        }
    }

    /** Fewer cases than {@link #NEEDED}. */
    record TooFew(long n, long needed) implements GoodnessOfFit {
        public TooFew {
            if (n < 0 || needed <= n) {
                throw new IllegalArgumentException("n must be >= 0 and below needed, were " + n + " and " + needed);
            }
        }
    }

    /**
     * The test does not exist on these cases.
     *
     * @param reason in words for a reader of the report
     */
    record Undefined(String reason) implements GoodnessOfFit {
        public Undefined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Hosmer and Lemeshow's test: risks in groups of equal size ({@link Bins#EQUAL_MASS}), observed and expected events and
     * non-events of each compared by chi-square.
     *
     * <p><b>Caution.</b> The result depends on the number of groups, which is arbitrary; it has little power against what bends
     * inside groups and none against what cancels in them; it says neither where nor how far; with n above some thousands it
     * rejects every useful model. Guidelines advise against it (Van Calster et al. 2019). It is here because reviewers ask for it.
     * Expected counts below 5 make the p-value rough.
     *
     * <p>Fewer than {@link #NEEDED} cases: too few. Fewer than three different groups, or a group in which events are impossible or
     * certain: undefined.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param groups {@code >= 3}; ten is usual; with ties there may be fewer
     * @return cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1], or {@code groups < 3}
     * @see <a href="https://doi.org/10.1080/03610928008827941">Hosmer and Lemeshow 1980</a>
     */
    static GoodnessOfFit hosmerLemeshow(double[] risks, boolean[] happened, int groups, Origin origin) {
        Cases.check("risks", risks, happened);
        Objects.requireNonNull(origin, "origin");
        if (groups < 3) {
            throw new IllegalArgumentException("groups must be >= 3, was " + groups);
        }
        if (risks.length < NEEDED) {
            return new TooFew(risks.length, NEEDED);
        }
        Binned binned = Binned.equalMass(risks, happened, groups);
        if (binned.size() < 3) {
            return new Undefined("the risks make " + binned.size() + " groups only, three are needed");
        }
        double sum = 0;
        for (int group = 0; group < binned.size(); group++) {
            double expected = binned.expected(group);
            double gap = binned.events(group) - expected;
            double term = gap * gap / expected + gap * gap / (binned.cases(group) - expected);
            if (!Double.isFinite(term)) {
                return new Undefined("a group of risks has an expected share of events of 0 or 1");
            }
            sum += term;
        }
        int degrees = origin == Origin.THESE_CASES ? binned.size() - 2 : binned.size();
        return new Tested(sum, degrees, ChiSquare.upperTail(sum, degrees), risks.length);
    }

    /**
     * Spiegelhalter's z: the miscalibration part of the Brier score over its standard deviation if every risk is right,
     * {@code sum((y - p)(1 - 2p)) / sqrt(sum((1 - 2p)^2 p (1 - p)))}, standard normal for a calibrated model. Needs no groups. It
     * weighs cases by {@code 1 - 2p}: risks that are off around one half alone, or too low here and too high there in balance, are
     * not seen. Above 0 means that the Brier score is worse than the risks promise.
     *
     * <p>Fewer than {@link #NEEDED} cases: too few. Every risk 0, 1/2 or 1: undefined.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @return cost O(n)
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     * @see <a href="https://doi.org/10.1002/sim.4780050506">Spiegelhalter 1986</a>
     */
    static GoodnessOfFit spiegelhalter(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        if (risks.length < NEEDED) {
            return new TooFew(risks.length, NEEDED);
        }
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < risks.length; i++) {
            double p = risks[i];
            double weight = 1 - 2 * p;
            sum += ((happened[i] ? 1 : 0) - p) * weight;
            variance += weight * weight * p * (1 - p);
        }
        return spiegelhalter(sum / Math.sqrt(variance), risks.length);
    }

    /** {@link #spiegelhalter(double[], boolean[])} of counted cases; cost O(distinct risks). */
    static GoodnessOfFit spiegelhalter(RiskCounts cases) {
        if (cases.cases() < NEEDED) {
            return new TooFew(cases.cases(), NEEDED);
        }
        double sum = 0;
        double variance = 0;
        for (int g = 0; g < cases.size(); g++) {
            double p = cases.risk(g);
            double weight = 1 - 2 * p;
            sum += (cases.events(g) * (1 - p) - cases.others(g) * p) * weight;
            variance += ((double) cases.events(g) + cases.others(g)) * weight * weight * p * (1 - p);
        }
        return spiegelhalter(sum / Math.sqrt(variance), cases.cases());
    }

    private static GoodnessOfFit spiegelhalter(double z, int n) {
        if (!Double.isFinite(z)) {
            return new Undefined("every risk is 0, 1/2 or 1");
        }
        double pValue = Math.min(1, 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-Math.abs(z)));
        return new Tested(z, 0, pValue, n);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Tested, ? extends T> tested,
            Function<? super TooFew, ? extends T> tooFew,
            Function<? super Undefined, ? extends T> undefined) {
        if (this instanceof Tested t) {
            return tested.apply(t);
        }
        if (this instanceof TooFew f) {
            return tooFew.apply(f);
        }
        return undefined.apply((Undefined) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Tested> tested, Consumer<? super TooFew> tooFew, Consumer<? super Undefined> undefined) {
        if (this instanceof Tested t) {
            tested.accept(t);
        } else if (this instanceof TooFew f) {
            tooFew.accept(f);
        } else {
            undefined.accept((Undefined) this);
        }
    }
}
