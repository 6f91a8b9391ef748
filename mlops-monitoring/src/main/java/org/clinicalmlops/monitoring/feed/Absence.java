package org.clinicalmlops.monitoring.feed;

import java.util.List;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.sequential.BinaryChain;

/**
 * How a value was missing in the baseline: how often, and how long in a row, each with what a sample of that size leaves open.
 *
 * <p>Rows are taken for a chain of two states ({@link BinaryChain}). Its two probabilities are counted apart: a missing value after a
 * missing one (persistence), a missing value after another (onset); given the row before, rows are independent, so that the upper
 * bounds of Clopper and Pearson 1934 hold. The share itself has {@code inflation = (1 + r) / (1 - r)} times the variance of
 * independent rows, {@code r = persistence - onset}; its bounds are those of Clopper and Pearson for {@code n / inflation} rows of which
 * {@code missing / inflation} have no value. That is the t-bound over blocks of rows where many are missing, and it does not shrink to
 * nothing where none is. Every bound is one-sided at {@value #LEVEL}.
 *
 * @param rate share of rows without a value
 * @param lower bound of the share
 * @param upper bound of the share; 1 without a row
 * @param onset upper bound of the probability after a row with a value
 * @param persistence upper bound of the probability after a row without
 * @param rows of the baseline
 */
record Absence(double rate, double lower, double upper, double onset, double persistence, long rows) {
    /** Of each bound (METHODS: the reference's upper bound at .99 is safe in simulations). */
    static final double LEVEL = 0.99;

    /** Taken where nobody counted how long values were missing in a row: five rows on average. Our choice. */
    static final double UNKNOWN = 0.8;

    /** The least that is taken from other features of the same baseline: two rows on average. Our choice. */
    static final double LEAST_OF_OTHERS = 0.5;

    private static final double CERTAIN = 1 - 1e-6;

    /**
     * What to take for features of which nobody knows how long they are missing in a row: that none was missing twice in a row is no
     * knowledge, since a profile says the same where it was never counted. The features of a baseline that do know are one sample
     * then, since what fails is the same interface; at least {@value #LEAST_OF_OTHERS}. Those that are missing more often than not say
     * nothing of failures. {@value #UNKNOWN} if none knows.
     */
    static double habit(List<FeatureProfile> profiles) {
        long missing = 0;
        long inARow = 0;
        for (FeatureProfile profile : profiles) {
            boolean tells = profile.missingInARow() > 0 && profile.missing() <= profile.present();
            missing += tells ? profile.missing() : 0;
            inARow += tells ? profile.missingInARow() : 0;
        }
        return inARow == 0 ? UNKNOWN : Math.max(LEAST_OF_OTHERS, upper(inARow, missing));
    }

    /** @param habit persistence to take if this feature's is not known */
    static Absence of(FeatureProfile profile, double habit) {
        long missing = profile.missing();
        long rows = profile.present() + missing;
        if (rows == 0) {
            return new Absence(0, 0, 1, CERTAIN, CERTAIN, 0);
        }
        double rate = (double) missing / rows;
        boolean known = profile.missingInARow() > 0;
        double persistence = Math.min(CERTAIN, known ? upper(profile.missingInARow(), missing) : Math.max(habit, rate));
        double inflation =
                BinaryChain.ofRate(Math.min(CERTAIN, rate), persistence).inflation();
        double upper = upper(missing / inflation, rows / inflation);
        double onset = upper(missing - profile.missingInARow(), profile.present()); // not known: as if each had its own
        return new Absence(
                rate, lower(missing / inflation, rows / inflation), upper, Math.min(CERTAIN, onset), persistence, rows);
    }

    /** How many times as large as of independent rows the variance of many rows' count is. */
    double inflation() {
        return BinaryChain.ofRate(Math.min(CERTAIN, rate), persistence).inflation();
    }

    private static double upper(double hits, double n) {
        return hits >= n ? 1 : beta(hits + 1, n - hits, LEVEL);
    }

    private static double lower(double hits, double n) {
        return hits <= 0 ? 0 : beta(hits, n - hits + 1, 1 - LEVEL);
    }

    private static double beta(double a, double b, double probability) {
        return new BetaDistribution(null, a, b, 1e-12).inverseCumulativeProbability(probability);
    }
}
