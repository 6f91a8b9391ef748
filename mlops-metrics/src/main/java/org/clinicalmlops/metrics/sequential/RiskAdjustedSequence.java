package org.clinicalmlops.metrics.sequential;

/**
 * One step of the risk-adjusted Shiryaev-Roberts chart: evidence, outcome by outcome, that events are more frequent (or less
 * frequent) than the predicted risks say, beyond a tolerance. The caller keeps the state, one number. Pure functions, O(1),
 * without allocation.
 *
 * <p>Null hypothesis of the chart for the worse: given everything before it, the odds of each event are at most
 * {@code toleratedOddsRatio} times the predicted odds. Under it {@code E[exp(weight)] <= 1} for each case, whatever the case mix.
 * The state starts at 0, takes {@link #next} for each outcome in the order in which outcomes become known, alarms at 1 or above
 * and then starts at 0 again. The expected number of alarms is then at most the sum of the budget shares that were put in: with
 * shares of {@code budget * years since the last outcome}, at most {@code budget} false alarms a year. The share must be fixed
 * before the outcome is seen. Outcomes that hang together (rows of one patient about one event) make one step, not several.
 *
 * <p>The weight is that of Steiner, Cook, Farewell and Treasure 2000 (Biostatistics 1:441-452, the risk-adjusted CUSUM) with a
 * tolerated odds ratio in place of 1; the budget in place of the constant 1 of Shiryaev and Roberts is our choice.
 */
public final class RiskAdjustedSequence {
    private RiskAdjustedSequence() {}

    /**
     * Log likelihood ratio of one outcome, harmful against tolerated:
     * {@code y ln(R/R0) - ln((1 - p + R p) / (1 - p + R0 p))}. Above 0 if the outcome speaks for harm.
     *
     * <p>For the worse (more events than predicted) {@code 1 <= R0 < R}; for the better (fewer) give the reciprocals,
     * {@code R < R0 <= 1}.
     *
     * @param risk predicted p, in [0, 1]; NaN is rejected
     * @param event whether it happened
     * @param toleratedOddsRatio R0, finite and above 0; 1 for no tolerance
     * @param harmfulOddsRatio R, finite and above 0, farther from 1 than R0 and on the same side
     * @return finite
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double weight(double risk, boolean event, double toleratedOddsRatio, double harmfulOddsRatio) {
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
        }
        boolean worse = toleratedOddsRatio >= 1
                && harmfulOddsRatio > toleratedOddsRatio
                && harmfulOddsRatio < Double.POSITIVE_INFINITY;
        boolean better = toleratedOddsRatio <= 1 && harmfulOddsRatio < toleratedOddsRatio && harmfulOddsRatio > 0;
        if (!worse && !better) {
            throw new IllegalArgumentException(
                    "harmfulOddsRatio must be finite, > 0 and farther from 1 than toleratedOddsRatio "
                            + toleratedOddsRatio + " on the same side, was " + harmfulOddsRatio);
        }
        double normalisation = Math.log1p((harmfulOddsRatio - 1) * risk) - Math.log1p((toleratedOddsRatio - 1) * risk);
        return (event ? Math.log(harmfulOddsRatio) - Math.log(toleratedOddsRatio) : 0) - normalisation;
    }

    /**
     * The state after one outcome: {@code (m + budgetShare) exp(logWeight)}. Alarm when the answer is 1 or more; the caller then
     * sets the state to 0.
     *
     * @param m state before, finite and {@code >= 0}
     * @param budgetShare expected false alarms allowed for this step, finite and {@code >= 0}
     * @param logWeight from {@link #weight}, finite
     * @return {@code >= 0}
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double next(double m, double budgetShare, double logWeight) {
        if (!(m >= 0 && m < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("m must be finite and >= 0, was " + m);
        }
        if (!(budgetShare >= 0 && budgetShare < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("budgetShare must be finite and >= 0, was " + budgetShare);
        }
        if (!Double.isFinite(logWeight)) {
            throw new IllegalArgumentException("logWeight must be finite, was " + logWeight);
        }
        return (m + budgetShare) * Math.exp(logWeight);
    }
}
