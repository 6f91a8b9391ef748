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

    /** How well risks with normally distributed log-odds tell apart, where they are right: the AUROC; on the same points. */
    static double auroc(double centre, double spread) {
        double better = 0;
        double events = 0;
        double others = 0;
        for (int k = -100; k <= 100; k++) {
            double z = 0.06 * k;
            double weight = Math.exp(-z * z / 2);
            double p = risk(centre + spread * z);
            better += weight * p * (others + weight * (1 - p) / 2);
            events += weight * p;
            others += weight * (1 - p);
        }
        return better / (events * others);
    }

    /** The spread of log-odds that gives this AUROC at a mean risk; by bisection. */
    static double spread(double mean, double auroc) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (auroc(centre(mean, middle), middle) < auroc) {
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
