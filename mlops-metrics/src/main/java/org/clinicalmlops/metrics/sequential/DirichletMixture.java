package org.clinicalmlops.metrics.sequential;

import org.apache.commons.math3.special.Gamma;
import org.clinicalmlops.metrics.internal.ChiSquare;

/**
 * Evidence that rows are not distributed over bins as expected: how much more probable the counts are under a Dirichlet mixture around
 * the expected shares than under the shares themselves. Without a change the evidence E of independent rows has the expectation 1 at
 * any time, so that {@code E >= 1/alpha} happens with a probability of at most alpha however often somebody looks. It depends on the
 * counts only, so that it can be computed from counts that were added up anywhere. Pure functions, O(bins).
 *
 * <p>{@code E = [G(a0) / G(n + a0)] prod_b G(c_b + a_b) / G(a_b) / prod_b pi_b^c_b}, G the gamma function, {@code a_b = kappa pi_b} and
 * {@code a0 = kappa}: the Dirichlet-multinomial of Mosimann 1962 (Biometrika 49:65-82) against the multinomial.
 *
 * <p>Counts may be fractions. Of rows that hang together, divide the counts by how many times as large that makes their variance:
 * what is left is about as much evidence as so many independent rows.
 */
public final class DirichletMixture {
    private DirichletMixture() {}

    /**
     * Log of the evidence against shares that are known.
     *
     * @param counts of each bin, finite and {@code >= 0}
     * @param shares expected, each above 0, sum 1 (to within 1e-9)
     * @param kappa weight of the expectation in the mixture, in rows; finite and above 0; the number of bins is a good choice
     * @return 0 without a row
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double logEvidence(double[] counts, double[] shares, double kappa) {
        check(counts, shares, kappa);
        double likelihood = 0;
        for (int b = 0; b < counts.length; b++) {
            likelihood += counts[b] * Math.log(shares[b]);
        }
        return mixture(counts, shares, kappa) - likelihood;
    }

    /**
     * Log of the evidence against every distribution that a reference sample leaves possible: the least evidence against any
     * {@code pi} with {@code nReference * KL(shares, pi) <= radius}. It may be negative for ever, since a reference of few rows leaves
     * much possible. The most probable such {@code pi} is {@code (c + mu nReference shares) / (n + mu nReference)} with the one
     * {@code mu >= 0} that makes the bound tight (our derivation, by Lagrange's multiplier).
     *
     * @param counts as above
     * @param shares of the reference, as above; see {@link #shares}
     * @param nReference rows in the reference, finite and above 0; of rows that hang together, divided as the counts are
     * @param kappa as above
     * @param radius see {@link #radius}; finite and {@code >= 0}; with 0 the shares are taken as known
     * @return at most the evidence against {@code shares}
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double logEvidence(double[] counts, double[] shares, double nReference, double kappa, double radius) {
        check(counts, shares, kappa);
        if (!(nReference > 0 && nReference < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("nReference must be finite and > 0, was " + nReference);
        }
        if (!(radius >= 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("radius must be finite and >= 0, was " + radius);
        }
        if (sum(counts) == 0) {
            return 0;
        }
        if (radius == 0) {
            return logEvidence(counts, shares, kappa);
        }
        return mixture(counts, shares, kappa) - mostProbable(counts, shares, nReference, radius);
    }

    /**
     * Shares of a reference sample, none of them 0: {@code (c_b + 1/2) / (n + bins/2)}, after Krichevsky and Trofimov 1981.
     *
     * @param counts of each bin, {@code >= 0}, at least one bin
     */
    public static double[] shares(long[] counts) {
        if (counts.length == 0) {
            throw new IllegalArgumentException("counts must have a bin, had none");
        }
        double[] shares = new double[counts.length];
        double all = counts.length / 2.0;
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a count must be >= 0, was " + count);
            }
            all += count;
        }
        for (int b = 0; b < shares.length; b++) {
            shares[b] = (counts[b] + 0.5) / all;
        }
        return shares;
    }

    /**
     * How far from a sample's shares the true ones may be: half the chi-square quantile of the likelihood ratio (Wilks 1938). It holds
     * them with about this probability, once for each reference, not for each look.
     *
     * @param bins {@code >= 2}
     * @param level in (0, 1)
     */
    public static double radius(int bins, double level) {
        if (bins < 2) {
            throw new IllegalArgumentException("bins must be >= 2, was " + bins);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), was " + level);
        }
        return ChiSquare.critical(1 - level, bins - 1) / 2;
    }

    private static double mixture(double[] counts, double[] shares, double kappa) {
        double sum = Gamma.logGamma(kappa) - Gamma.logGamma(sum(counts) + kappa);
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] > 0) {
                double a = kappa * shares[b];
                sum += Gamma.logGamma(counts[b] + a) - Gamma.logGamma(a);
            }
        }
        return sum;
    }

    /** Log-likelihood of the most probable distribution within the radius. */
    private static double mostProbable(double[] counts, double[] shares, double nReference, double radius) {
        double n = sum(counts);
        double low = -LOG_RANGE;
        double high = LOG_RANGE;
        if (distance(counts, n, shares, nReference, Math.exp(low)) <= radius) {
            high = low; // the counts' own shares are possible
        }
        for (int i = 0; i < BISECTIONS && high > low; i++) {
            double middle = (low + high) / 2;
            if (distance(counts, n, shares, nReference, Math.exp(middle)) > radius) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double likelihood = 0;
        double mu = Math.exp(low); // too far rather than too near: the evidence is never too large
        for (int b = 0; b < counts.length; b++) {
            likelihood += counts[b] == 0 ? 0 : counts[b] * Math.log(between(counts[b], n, shares[b], nReference * mu));
        }
        return likelihood;
    }

    private static final double LOG_RANGE = 40;
    private static final int BISECTIONS = 70;

    private static double distance(double[] counts, double n, double[] shares, double nReference, double mu) {
        double sum = 0;
        for (int b = 0; b < counts.length; b++) {
            sum += shares[b] * Math.log(shares[b] / between(counts[b], n, shares[b], nReference * mu));
        }
        return nReference * sum;
    }

    private static double between(double count, double n, double share, double weight) {
        return (count + weight * share) / (n + weight);
    }

    private static double sum(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        return sum;
    }

    private static void check(double[] counts, double[] shares, double kappa) {
        if (counts.length != shares.length || counts.length == 0) {
            throw new IllegalArgumentException("counts and shares must have the same number of bins, at least 1, had "
                    + counts.length + " and " + shares.length);
        }
        double all = 0;
        for (int b = 0; b < counts.length; b++) {
            if (!(counts[b] >= 0 && counts[b] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a count must be finite and >= 0, was " + counts[b]);
            }
            if (!(shares[b] > 0 && shares[b] <= 1)) {
                throw new IllegalArgumentException("a share must be in (0, 1], was " + shares[b]);
            }
            all += shares[b];
        }
        if (!(Math.abs(all - 1) <= 1e-9)) {
            throw new IllegalArgumentException("shares must sum to 1, was " + all);
        }
        if (!(kappa > 0 && kappa < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("kappa must be finite and > 0, was " + kappa);
        }
    }
}
