package org.clinicalmlops.monitoring.proof;

/** Log-odds. */
final class Logit {
    private Logit() {}

    static double of(double p) {
        return Math.log(p / (1 - p));
    }

    static double risk(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** A risk whose odds are multiplied. */
    static double times(double p, double ratio) {
        return ratio * p / (1 - p + ratio * p);
    }

    /**
     * The centre of normally distributed log-odds whose risks have a given mean; by bisection of a sum over 201 points from -6 to 6
     * standard deviations.
     */
    static double centre(double mean, double spread) {
        double low = -20;
        double high = 20;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (mean(middle, spread) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double mean(double centre, double spread) {
        double sum = 0;
        double weights = 0;
        for (int k = -100; k <= 100; k++) {
            double z = 0.06 * k;
            double weight = Math.exp(-z * z / 2);
            sum += weight * risk(centre + spread * z);
            weights += weight;
        }
        return sum / weights;
    }
}
