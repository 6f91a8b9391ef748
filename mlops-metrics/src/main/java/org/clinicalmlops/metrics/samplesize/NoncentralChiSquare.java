package org.clinicalmlops.metrics.samplesize;

import org.apache.commons.math3.special.Gamma;

/**
 * The noncentral chi-square distribution: of a chi-square statistic when there is a difference. Summed as the mixture of central ones
 * with Poisson weights (Johnson, Kotz and Balakrishnan 1995, formula 29.3), from terms that are all positive, so that either tail keeps
 * its relative precision. Cost: the root of the noncentrality in terms. Pure functions.
 */
public final class NoncentralChiSquare {
    private static final double NEGLIGIBLE = 1e-18;
    private static final double SMALLEST = 1e-290;
    private static final double LARGEST = 1e9;

    private NoncentralChiSquare() {}

    /**
     * Probability of {@code x} or more.
     *
     * @param x not NaN
     * @param degreesOfFreedom in (0, 10^9]
     * @param noncentrality in [0, 10^9]; 0 is the central distribution
     * @return in [0, 1]
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double upperTail(double x, double degreesOfFreedom, double noncentrality) {
        check(x, degreesOfFreedom, noncentrality);
        if (x <= 0 || x == Double.POSITIVE_INFINITY) {
            return x <= 0 ? 1 : 0;
        }
        double mean = noncentrality / 2;
        int first =
                (int) Math.max(0, Math.floor(mean - 10 * Math.sqrt(mean) - 10)); // earlier ones weigh less than e^-50
        double shape = degreesOfFreedom / 2 + first;
        double tail = Gamma.regularizedGammaQ(shape, x / 2);
        double step = Math.exp(logDensity(shape, x / 2));
        double weight = poisson(first, mean);
        double sum = 0;
        for (int j = first; ; j++) {
            sum += weight * tail;
            if (j > mean && weight <= NEGLIGIBLE * sum) { // the tails are at most 1, the weights fall faster and faster
                return Math.min(1, sum);
            }
            if (weight == 0 && j > mean) {
                return Math.min(1, sum);
            }
            tail += step; // Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1)
            step *= x / 2 / (shape + 1 + (j - first));
            weight *= mean / (j + 1);
        }
    }

    /**
     * Probability of {@code x} or less.
     *
     * @param x not NaN
     * @param degreesOfFreedom in (0, 10^9]
     * @param noncentrality in [0, 10^9]
     * @return in [0, 1]; exact to its digits down to 1e-270
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double lowerTail(double x, double degreesOfFreedom, double noncentrality) {
        check(x, degreesOfFreedom, noncentrality);
        if (x <= 0 || x == Double.POSITIVE_INFINITY) {
            return x <= 0 ? 0 : 1;
        }
        double mean = noncentrality / 2;
        int last = (int) Math.ceil(mean + 10 * Math.sqrt(mean) + 50);
        double tail = Gamma.regularizedGammaP(degreesOfFreedom / 2 + last, x / 2);
        while (tail < SMALLEST && last > 0) { // what is left out is below it
            last -= 1 + last / 10;
            tail = Gamma.regularizedGammaP(degreesOfFreedom / 2 + last, x / 2);
        }
        double shape = degreesOfFreedom / 2 + last;
        double step = Math.exp(logDensity(shape - 1, x / 2));
        double weight = poisson(last, mean);
        double sum = 0;
        for (int j = last; j >= 0; j--) {
            sum += weight * tail;
            if (j < mean && weight <= NEGLIGIBLE * sum) {
                break;
            }
            tail += step; // P(a - 1, y) = P(a, y) + y^(a - 1) e^-y / Gamma(a)
            step *= (shape - 1 - (last - j)) / (x / 2);
            weight = mean == 0 ? (j == 1 ? 1 : 0) : weight * (j / mean);
        }
        return Math.min(1, sum);
    }

    /**
     * The value that is exceeded with probability {@code alpha}.
     *
     * @param alpha in (0, 1)
     * @param degreesOfFreedom in (0, 10^9]
     * @param noncentrality in [0, 10^9]
     * @return {@code >= 0}
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double critical(double alpha, double degreesOfFreedom, double noncentrality) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        check(0, degreesOfFreedom, noncentrality);
        double low = 0;
        double high = degreesOfFreedom + noncentrality;
        boolean upper =
                upperTail(high, degreesOfFreedom, noncentrality) > alpha; // which tail is small keeps more digits
        while (upperTail(high, degreesOfFreedom, noncentrality) > alpha) {
            low = high;
            high *= 2;
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            boolean beyond = upper
                    ? upperTail(middle, degreesOfFreedom, noncentrality) > alpha
                    : lowerTail(middle, degreesOfFreedom, noncentrality) < 1 - alpha;
            if (beyond) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private static double poisson(double k, double mean) {
        return mean == 0 ? (k == 0 ? 1 : 0) : Math.exp(logDensity(k, mean));
    }

    /**
     * {@code k ln(y) - y - ln Gamma(k + 1)} without cancellation, after Loader 2000; with a for k, the tails of the shapes a and a + 1
     * differ by its exponential.
     */
    private static double logDensity(double k, double y) {
        if (k < 20) {
            return k * Math.log(y) - y - Gamma.logGamma(k + 1);
        }
        double gap = (y - k) / k;
        double square = 1 / (k * k);
        double stirling = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / k;
        return k * (Math.log1p(gap) - gap) - stirling - 0.5 * Math.log(2 * Math.PI * k);
    }

    private static void check(double x, double degreesOfFreedom, double noncentrality) {
        if (Double.isNaN(x)) {
            throw new IllegalArgumentException("x must be a number, was NaN");
        }
        if (!(degreesOfFreedom > 0 && degreesOfFreedom <= LARGEST)) {
            throw new IllegalArgumentException("degreesOfFreedom must be in (0, 10^9], was " + degreesOfFreedom);
        }
        if (!(noncentrality >= 0 && noncentrality <= LARGEST)) {
            throw new IllegalArgumentException("noncentrality must be in [0, 10^9], was " + noncentrality);
        }
    }
}
