package org.clinicalmlops.monitoring.input;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.samplesize.NoncentralChiSquare;

/**
 * Evidence that counts in {@link Places} do not come from the shares of a reference: an e-value, which without a difference is at least
 * {@code 1/a} with probability a or less, even if it is looked at after every row. It depends on the counts alone.
 *
 * <p>It is the probability of the counts under shares that nobody knows, over their probability under shares of which the reference is a
 * sample: Dirichlet-multinomial both, the latter with the reference's rows and a half for each bin (Jeffreys) as weights. So the promise
 * holds also where there are more current rows than reference rows. The reference's shares in place of it, as if they were true, alarm in
 * 25 % of null streams of 1,000 rows at 1 % (deciles of 300 rows; 0.4 % here). For bins cut at the reference's own values the denominator is
 * exact but for the halves (their probabilities are Dirichlet: Wilks 1942, Annals of Mathematical Statistics 13:400); for levels it is
 * so on average over Jeffreys' prior, and simulated. Values never seen have the weights of {@link UnseenShare}.
 *
 * <p>The numerator is the mean of two, centred on the reference: one as loose as one row for each place, for great changes, and one of
 * four, for moderate ones: it finds a shift of half a standard deviation after 160 rows in place of 190. Our choice. Immutable.
 */
final class ShareEvidence {
    private static final double[] ROWS_FOR_A_PLACE = {1, 4};
    private static final double SMALLEST = 1e-12; // alpha whose critical value is still computed

    private final double[] seen;
    private final UnseenShare unseen;
    private final long size;
    private final double[] shares;
    private final double[][] alternatives;

    /**
     * @param whole profile of the whole year
     * @param season what is compared with
     */
    ShareEvidence(Places places, FeatureProfile whole, FeatureProfile season) {
        seen = Arrays.stream(places.of(season)).map(rows -> rows + 0.5).toArray();
        unseen = UnseenShare.of(Cells.BINS.of(whole));
        size = season.present();
        double known = Arrays.stream(seen).sum();
        shares = new double[places.size()];
        for (int place = 0; place < seen.length; place++) {
            shares[place] = seen[place] / known * (1 - unseen.mean());
        }
        shares[seen.length] = unseen.mean();
        alternatives = new double[ROWS_FOR_A_PLACE.length][];
        for (int k = 0; k < alternatives.length; k++) {
            double rows = ROWS_FOR_A_PLACE[k] * shares.length;
            alternatives[k] = Arrays.stream(shares).map(share -> share * rows).toArray();
        }
    }

    /** Logarithm of the e-value; 0 for no row. */
    double log(long[] counts) {
        double[] logs = new double[alternatives.length];
        for (int k = 0; k < logs.length; k++) {
            logs[k] = logProbability(alternatives[k], counts) - Math.log(logs.length);
        }
        return sum(logs) - unchanged(counts);
    }

    private double unchanged(long[] counts) {
        long[] known = Arrays.copyOf(counts, seen.length);
        long n = Arrays.stream(known).sum();
        return logProbability(seen, known)
                + logProbability(new double[] {unseen.b(), unseen.a()}, new long[] {n, counts[seen.length]});
    }

    /** Logarithm of the sum of the exponentials. */
    static double sum(double[] logs) {
        double largest = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }

    /** Dirichlet-multinomial, of one order of the rows. */
    static double logProbability(double[] weights, long[] counts) {
        double log = 0;
        double all = 0;
        long n = 0;
        for (int i = 0; i < counts.length; i++) {
            log += rising(weights[i], counts[i]);
            all += weights[i];
            n += counts[i];
        }
        return log - rising(all, n);
    }

    /** {@code ln(a (a + 1) ... (a + n - 1))}. */
    private static double rising(double a, long n) {
        return n == 0 ? 0 : n == 1 ? Math.log(a) : Gamma.logGamma(a + n) - Gamma.logGamma(a);
    }

    /**
     * How far the shares are apart: the population stability index, with current shares drawn towards the reference by as much as half a
     * row for each place, less what chance alone is expected to add. In nats, {@code >= 0}.
     */
    double apart(long[] counts) {
        double n = Arrays.stream(counts).sum();
        return n == 0 ? 0 : Math.max(0, index(counts, n) - degreesOfFreedom(counts, n) * unit(n));
    }

    /**
     * Whether a true index of {@value DistributionShift#TOLERATED} would give counts so far apart with a probability of at most {@code alpha}:
     * the same tolerance as {@link DistributionShift} has, so that a lasting small change alarms here no sooner than there.
     */
    boolean beyondTolerance(long[] counts, double alpha) {
        double n = Arrays.stream(counts).sum();
        return n > 0
                && NoncentralChiSquare.upperTail(
                                index(counts, n) / unit(n),
                                degreesOfFreedom(counts, n),
                                DistributionShift.TOLERATED / unit(n))
                        <= alpha;
    }

    private double index(long[] counts, double n) {
        double drawn = counts.length / 2.0;
        double index = 0;
        for (int i = 0; i < counts.length; i++) {
            double now = (counts[i] + drawn * shares[i]) / (n + drawn);
            index += (now - shares[i]) * Math.log(now / shares[i]);
        }
        return index;
    }

    private double unit(double n) {
        return 1 / n + 1.0 / size();
    }

    /** Places that have a row, or in which one is expected as likely as not, less one. */
    private int degreesOfFreedom(long[] counts, double n) {
        int places = 0;
        for (int i = 0; i < counts.length; i++) {
            places += counts[i] > 0 || n * shares[i] >= 0.5 ? 1 : 0;
        }
        return Math.max(1, places - 1);
    }

    /** Values of the reference. */
    long size() {
        return size;
    }

    /**
     * The index of the smallest change that {@code n} rows let be found at this threshold with a probability of 80 %, about: twice the
     * divergence per row whose sum, less what not knowing the change costs, is above it by 0.84 of its standard deviations; and which is
     * beyond tolerance as probably.
     */
    double found(long n, double logThreshold) {
        long[] unchanged =
                Arrays.stream(shares).mapToLong(share -> Math.round(n * share)).toArray();
        double needed = logThreshold - Math.min(0, log(unchanged));
        double root = 0.84 / Math.sqrt(2) + Math.sqrt(0.84 * 0.84 / 2 + needed); // of x - 0.84 sqrt(2 x) = needed
        int degrees = degreesOfFreedom(unchanged, n);
        double alpha = Math.max(SMALLEST, Math.exp(-logThreshold));
        double critical = NoncentralChiSquare.critical(alpha, degrees, DistributionShift.TOLERATED / unit(n));
        return Math.max(2 * root * root / n, unit(n) * DistributionShift.detectable(critical, degrees));
    }
}
