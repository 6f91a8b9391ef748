package org.clinicalmlops.metrics.threshold;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * How the interval of a proportion is computed. Neither is a point when all or none of the cases have the property.
 *
 * <p>Enumerated coverage of the 95 % interval for n = 10 to 100 and p = 0.005, 0.010 .. 0.995: Wilson 0.952 in the mean (between
 * 0.949 and 0.954 for each n) and 0.839 at the least (n = 35, p = 0.995: misses so rare that they mostly are not seen);
 * Clopper-Pearson 0.970 in the mean and never below 0.950. Where a guarantee is needed for a share near 0 or 1, take the latter.
 */
public enum ProportionInterval {
    /** Inverts the score test: near its level on average, above or below it at single values (Wilson 1927). */
    WILSON {
        @Override
        Interval bounds(long hits, long n, double level) {
            double z = Intervals.z(level);
            double p = (double) hits / n;
            double shrink = 1 + z * z / n;
            double centre = (p + z * z / (2.0 * n)) / shrink;
            double reach = z * Math.sqrt(p * ((double) (n - hits) / n) / n + z * z / (4.0 * n * n)) / shrink;
            // centre - reach is the smaller root; the product of both roots is p^2 / shrink, which does not cancel
            double upper = centre + reach;
            double lower = hits == 0 ? 0 : p * p / shrink / upper;
            return new Interval(lower, hits == n ? 1 : upper, level);
        }
    },

    /** Inverts the binomial test: never covers less than its level, hence wide (Clopper and Pearson 1934). */
    CLOPPER_PEARSON {
        @Override
        Interval bounds(long hits, long n, double level) {
            double tail = (1 - level) / 2;
            double lower = hits == 0 ? 0 : beta(hits, n - hits + 1.0, tail);
            double upper = hits == n ? 1 : 1 - beta(n - hits, hits + 1.0, tail);
            return new Interval(Math.min(lower, (double) hits / n), Math.max(upper, (double) hits / n), level);
        }
    };

    /** Quantile of the beta distribution, to the precision of a double relative to the quantile. */
    private static double beta(double a, double b, double probability) {
        return new BetaDistribution(null, a, b, SMALLEST).inverseCumulativeProbability(probability);
    }

    private static final double SMALLEST = 1e-300;

    /**
     * The interval of {@code hits / n}.
     *
     * @param hits in [0, {@code n}]
     * @param n {@code >= 1}
     * @param level nominal coverage, in (0, 1)
     * @return inside [0, 1], holds {@code hits / n}; cost O(1)
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public Interval of(long hits, long n, double level) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be >= 1, was " + n);
        }
        if (hits < 0 || hits > n) {
            throw new IllegalArgumentException("hits must be in [0, " + n + "], was " + hits);
        }
        Cases.checkLevel(level);
        return bounds(hits, n, level);
    }

    abstract Interval bounds(long hits, long n, double level);
}
