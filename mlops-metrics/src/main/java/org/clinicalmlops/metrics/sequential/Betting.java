package org.clinicalmlops.metrics.sequential;

import java.util.Arrays;

/**
 * Bets that a mean is above what is tolerated: evidence, value by value, for a loss that is bounded below. Several stakes are
 * played at once and their mean is looked at, so that none must be chosen (Waudby-Smith and Ramdas 2024; Shin, Ramdas and Rinaldo
 * 2023). The caller keeps the states, one number for each stake. Steps change the given array; O(stakes), without allocation.
 *
 * <p>Null hypothesis: given everything before it, the mean of each gain (the value less what is tolerated) is at most 0. Gains are
 * never below {@code -1 / stake}, so that no factor {@code 1 + stake * gain} is below 0.
 *
 * <p>Three ways to go on, with three promises under the null:
 * <ul>
 *   <li>{@link #multiply}: log wealth from 0 on; {@code P(wealth of the mean ever >= 1/alpha) <= alpha} (Ville 1939).
 *   <li>{@link #shiryaevRoberts}: states from 0 on; with a share of 1 for each step the expected number of steps until the mean is A is at
 *       least A; with shares of a budget and an alarm at 1, after which all states are 0 again, the expected number of alarms is at most
 *       the sum of the shares. The share must be fixed before the value is seen.
 *   <li>{@link #cusum}: log states from 0 on; the expected number of steps until the mean is A is at least A, and mostly far more.
 * </ul>
 *
 * <p>Values that hang together (rows of one patient) make one step, not several.
 *
 * @see <a href="https://doi.org/10.1093/jrsssb/qkad009">Waudby-Smith and Ramdas 2024</a>
 * @see <a href="https://arxiv.org/abs/2203.03532">Shin, Ramdas and Rinaldo 2023</a>
 */
public final class Betting {
    /** Part of the largest possible stake that is played at most; all of it could lose everything at once. Our choice. */
    public static final double BOLDEST = 0.75;

    private Betting() {}

    /**
     * Stakes {@code BOLDEST / deepest}, and each half the one before: for any mean above what is tolerated one of them is near the
     * best.
     *
     * @param deepest how far a gain can be below 0: finite, above 0
     * @param n how many, {@code >= 1}
     */
    public static double[] stakes(double deepest, int n) {
        if (!(deepest > 0 && deepest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("deepest must be finite and > 0, was " + deepest);
        }
        if (n < 1) {
            throw new IllegalArgumentException("n must be >= 1, was " + n);
        }
        double[] stakes = new double[n];
        for (int j = 0; j < n; j++) {
            stakes[j] = Math.scalb(BOLDEST / deepest, -j);
        }
        return stakes;
    }

    /**
     * Adds the share to each state and plays.
     *
     * @param states each {@code >= 0}; changed
     * @param share finite, {@code >= 0}
     * @param gain finite
     */
    public static void shiryaevRoberts(double[] states, double share, double[] stakes, double gain) {
        check(states, stakes, gain);
        if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("share must be finite and >= 0, was " + share);
        }
        for (int j = 0; j < states.length; j++) {
            states[j] = (states[j] + share) * factor(stakes[j], gain);
        }
    }

    /** Plays with the wealth, in logarithms; {@code logs} are changed. */
    public static void multiply(double[] logs, double[] stakes, double gain) {
        check(logs, stakes, gain);
        for (int j = 0; j < logs.length; j++) {
            logs[j] += Math.log(factor(stakes[j], gain));
        }
    }

    /** Starts anew wherever the state is below 1, and plays; {@code logs} are changed. */
    public static void cusum(double[] logs, double[] stakes, double gain) {
        check(logs, stakes, gain);
        for (int j = 0; j < logs.length; j++) {
            logs[j] = Math.max(logs[j], 0) + Math.log(factor(stakes[j], gain));
        }
    }

    /** The mean of the states. */
    public static double mean(double[] states) {
        double sum = 0;
        for (double state : states) {
            sum += state;
        }
        return sum / states.length;
    }

    /** The logarithm of the mean of the exponentials, without overflow. */
    public static double logMean(double[] logs) {
        double most = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum / logs.length);
    }

    private static double factor(double stake, double gain) {
        double factor = 1 + stake * gain;
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("gain must be at least -1/stake " + -1 / stake + ", was " + gain);
        }
        return factor;
    }

    private static void check(double[] states, double[] stakes, double gain) {
        if (states.length != stakes.length) {
            throw new IllegalArgumentException(
                    "states and stakes must be of one length, were " + states.length + " and " + stakes.length);
        }
        if (!Double.isFinite(gain)) {
            throw new IllegalArgumentException("gain must be finite, was " + gain);
        }
    }
}
