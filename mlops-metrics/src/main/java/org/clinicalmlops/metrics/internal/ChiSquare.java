package org.clinicalmlops.metrics.internal;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Gamma;

/** The chi-square distribution, and Pearson's test of homogeneity of two rows of counts. */
public final class ChiSquare {
    private ChiSquare() {}

    /** Probability of {@code x} or more, with its relative precision kept far out. */
    public static double upperTail(double x, int degreesOfFreedom) {
        return x <= 0 ? 1 : Gamma.regularizedGammaQ(degreesOfFreedom / 2.0, x / 2);
    }

    /** The value that is exceeded with probability {@code alpha}. */
    public static double critical(double alpha, int degreesOfFreedom) {
        return new ChiSquaredDistribution(null, degreesOfFreedom, 1e-13).inverseCumulativeProbability(1 - alpha);
    }

    /** Pearson's statistic; columns that are empty in both rows do not count. Each row must have a case. */
    public static double homogeneity(long[] a, long[] b) {
        double n = sum(a);
        double m = sum(b);
        double statistic = 0;
        for (int i = 0; i < a.length; i++) {
            double both = (double) a[i] + b[i];
            if (both > 0) {
                double expectedA = both * (n / (n + m));
                double expectedB = both * (m / (n + m));
                double gap = a[i] - expectedA; // that of b is its opposite
                statistic += gap * gap / expectedA + gap * gap / expectedB;
            }
        }
        return statistic;
    }

    public static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum = Math.addExact(sum, count);
        }
        return sum;
    }
}
