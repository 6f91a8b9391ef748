package org.clinicalmlops.monitoring.harm;

/**
 * Outcomes of some cases beside their risks, as sums that add up exactly: cases, events, and the sums of p and of p squared in units of
 * 1e-9. Immutable.
 *
 * @param cases how many, {@code >= 0}
 * @param events how many of them had the event
 * @param risks sum of p, in 1e-9
 * @param squares sum of p squared, in 1e-9
 */
record Deviation(long cases, long events, long risks, long squares) {
    static final Deviation NONE = new Deviation(0, 0, 0, 0);

    private static final double NANO = 1e9;
    private static final double FARTHEST = Math.log(100);

    static Deviation of(double risk, boolean event) {
        return new Deviation(1, event ? 1 : 0, Math.round(risk * NANO), Math.round(risk * risk * NANO));
    }

    Deviation plus(Deviation more) {
        return new Deviation(cases + more.cases, events + more.events, risks + more.risks, squares + more.squares);
    }

    /** Events that the model expects. */
    double expected() {
        return risks / NANO;
    }

    /**
     * The logarithm of the common factor of all odds that explains the events best, at most that of 100 either way; 0 without cases that
     * can have the event. The cases are taken for {@code m} of one risk {@code q}, whose events have the mean and the variance of theirs:
     * {@code q = sum p^2 / sum p, m = sum p / q}.
     */
    double logOddsRatio() {
        if (risks <= 0 || squares <= 0) {
            return 0;
        }
        double rate = events / size();
        double log = rate <= 0
                ? -FARTHEST
                : rate >= 1 ? FARTHEST : Math.log(rate / (1 - rate)) - Math.log(risk() / (1 - risk()));
        return Math.max(-FARTHEST, Math.min(FARTHEST, log));
    }

    /** By how much that factor explains them better than the risks as they are, as the logarithm of the likelihood ratio; {@code >= 0}. */
    double evidence() {
        double log = logOddsRatio();
        return log == 0 ? 0 : Math.max(0, events * log - size() * Math.log1p(risk() * Math.expm1(log)));
    }

    private double risk() {
        return Math.min(1 - 1 / NANO, (double) squares / risks);
    }

    private double size() {
        return expected() / risk();
    }
}
