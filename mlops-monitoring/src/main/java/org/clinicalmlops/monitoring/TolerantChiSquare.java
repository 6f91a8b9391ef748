package org.clinicalmlops.monitoring;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Upper quantile of the non-central chi-square distribution: of a statistic that is chi-square without a difference, when a tolerated
 * difference is there. By the three-moment approximation of Pearson 1959 (Biometrika 46:364), a scaled and shifted chi-square. For 2
 * to 19 degrees of freedom and alpha from 0.05 to 0.00001 it is between 0.4 % below and 3.4 % above scipy's.
 */
final class TolerantChiSquare {
    private TolerantChiSquare() {}

    /**
     * The value that is exceeded with probability {@code alpha}.
     *
     * @param degreesOfFreedom {@code >= 1}
     * @param difference non-centrality: the tolerated difference in units of the statistic, {@code >= 0}
     * @param alpha in (0, 1)
     */
    static double critical(int degreesOfFreedom, double difference, double alpha) {
        double k2 = degreesOfFreedom + 2 * difference;
        double k3 = degreesOfFreedom + 3 * difference;
        double freedom = k2 * k2 * k2 / (k3 * k3);
        double quantile = new ChiSquaredDistribution(null, freedom, 1e-13).inverseCumulativeProbability(1 - alpha);
        return k3 / k2 * quantile - difference * difference / k3;
    }
}
