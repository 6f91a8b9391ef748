package org.clinicalmlops.metrics.calibration;

/** Risks on the scale of log odds, and back. Pure functions. */
public final class LogOdds {
    /**
     * Risks are moved inside {@code [CLIP, 1 - CLIP]} before their log odds are taken, so that a risk of exactly 0 or 1 is a very
     * sure one and not an infinite one. Our choice: 1e-6, far outside what any number of cases in a hospital can tell from 0.
     */
    public static final double CLIP = 1e-6;

    private LogOdds() {}

    /**
     * Log odds of a risk, natural logarithm: {@code ln(p / (1 - p))} of the clipped risk.
     *
     * @param risk in [0, 1]; NaN is rejected
     * @return finite, in about [-13.8, 13.8]
     * @throws IllegalArgumentException if {@code risk} is outside [0, 1]
     */
    public static double logit(double risk) {
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
        }
        double p = Math.min(Math.max(risk, CLIP), 1 - CLIP);
        return Math.log(p) - Math.log1p(-p);
    }

    /**
     * Probability of some log odds, the logistic function {@code 1 / (1 + exp(-x))}, without overflow.
     *
     * @param logOdds any number, infinite ones too; NaN is rejected
     * @return in [0, 1]
     * @throws IllegalArgumentException if {@code logOdds} is NaN
     */
    public static double sigmoid(double logOdds) {
        if (logOdds != logOdds) {
            throw new IllegalArgumentException("logOdds must be a number, was NaN");
        }
        if (logOdds >= 0) {
            return 1 / (1 + Math.exp(-logOdds));
        }
        double odds = Math.exp(logOdds);
        return odds / (1 + odds);
    }
}
