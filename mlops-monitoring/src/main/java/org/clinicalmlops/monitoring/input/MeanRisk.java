package org.clinicalmlops.monitoring.input;

import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;

/**
 * Whether the mean predicted risk is another than in the evaluation. Its p-value is Chernoff's bound for the mean of draws from the
 * evaluation's risks, {@code 2 exp(-n sup(t x - ln E exp(t r)))}: never too small, however skewed the risks are, where the normal
 * distribution is wrong far out. It judges the mean that is left after {@link MissingExcess#leastChangedMean}. The evaluation is a sample too: {@code 1/n + 1/m} takes the place of {@code 1/n}, our choice. Immutable.
 */
final class MeanRisk {
    private final double mean;
    private final double now;
    private final double apart;
    private final double pValue;

    /** Both have a case. */
    MeanRisk(OutputProfile before, FeatureCounts risks, MissingExcess missing) {
        mean = Effect.mean(before).orElseThrow();
        now = Effect.mean(risks).orElseThrow();
        double[] cells = new double[RiskCells.CELLS];
        double[] cases = new double[RiskCells.CELLS];
        long n = 0;
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            n += risks.bin(cell);
            cells[cell] = risks.bin(cell);
            cases[cell] = before.cases(cell);
        }
        double left = missing.share() > 0 ? missing.leastChangedMean(cases, cells) : now;
        apart = Math.abs(left - mean);
        double rows = 1 / (1.0 / n + 1.0 / before.cases());
        pValue = Math.min(1, 2 * Math.exp(-rows * divergence(before, left - mean)));
    }

    /** The largest {@code t x - ln E exp(t (r - mean))} over t, which is concave in t, by halving its slope's sign. */
    private double divergence(OutputProfile before, double x) {
        double sign = Math.signum(x);
        double low = 0;
        double high = 1;
        while (slope(before, sign * high, x) * sign > 0 && high < 1e6) {
            low = high;
            high *= 2;
        }
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (slope(before, sign * middle, x) * sign > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max(0, sign * low * x - moments(before, sign * low)[0]);
    }

    private double slope(OutputProfile before, double t, double x) {
        return x - moments(before, t)[1];
    }

    /** Logarithm of the mean of {@code exp(t (r - mean))}, and its derivative. */
    private double[] moments(OutputProfile before, double t) {
        double largest = Math.max(t * (1 - mean), -t * mean);
        double sum = 0;
        double weighted = 0;
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            if (before.cases(cell) > 0) {
                double gap = RiskCells.middle(cell) - mean;
                double weight = before.cases(cell) * Math.exp(t * gap - largest);
                sum += weight;
                weighted += weight * gap;
            }
        }
        return new double[] {largest + Math.log(sum / before.cases()), weighted / sum};
    }

    double before() {
        return mean;
    }

    double now() {
        return now;
    }

    /** How far the two are apart, less what other missing values may explain; {@code >= 0}. */
    double apart() {
        return apart;
    }

    double pValue() {
        return pValue;
    }
}
