package org.clinicalmlops.metrics.threshold;

/** Probabilities of counts, for coverage by enumeration. */
final class Binomial {
    private Binomial() {}

    /** Of 0 to n hits, p in (0, 1). */
    static double[] probabilities(int n, double p) {
        double[] probabilities = new double[n + 1];
        double logOfCoefficient = 0;
        for (int k = 0; k <= n; k++) {
            probabilities[k] = Math.exp(logOfCoefficient + k * Math.log(p) + (n - k) * Math.log1p(-p));
            logOfCoefficient += Math.log((n - k) / (k + 1.0));
        }
        return probabilities;
    }
}
