package org.clinicalmlops.monitoring.input;

import java.util.Arrays;
import java.util.Locale;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.distribution.CountDistances;
import org.clinicalmlops.metrics.distribution.Distance;
import org.clinicalmlops.metrics.distribution.Homogeneity;
import org.clinicalmlops.metrics.distribution.KolmogorovSmirnov;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.metrics.distribution.Psi;
import org.clinicalmlops.metrics.distribution.SortedSample;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * What a report tells of one feature in one window: a p-value and an e-value of no change, and how far the distributions are apart.
 *
 * @param feature its position
 * @param formula of the p-value
 * @param pValue of a category that of the chi-square test, or Fisher's; of a number the smaller of that and of the Kolmogorov-Smirnov test
 *     over its bins, times two
 * @param logE logarithm of {@link ShareEvidence}'s e-value, which sees values never seen too
 * @param distances in words
 * @param nReference values in training
 * @param nCurrent values now
 */
record Listed(
        int feature, String formula, double pValue, double logE, String distances, long nReference, long nCurrent) {

    /** The index does not depend on it. */
    private static final double ANY = 0.05;

    static Listed of(int feature, FeatureProfile whole, FeatureProfile reference, FeatureCounts now, boolean ordered) {
        Places places = new Places(whole);
        double logE = new ShareEvidence(places, whole, reference).log(places.of(now));
        long[] before = reference.toCounts();
        long[] after = now.toBins();
        Pooling pooling = ordered ? Pooling.NEIGHBOURS : Pooling.INTO_OTHER;
        HypothesisTest chiSquare = Homogeneity.chiSquare(pooling.join(before, after));
        double p = p(chiSquare);
        String formula = chiSquare.fold(HypothesisTest.Tested::formula, not -> "none");
        if (ordered) {
            double[] bins = new double[before.length];
            Arrays.setAll(bins, bin -> bin);
            double ks =
                    p(KolmogorovSmirnov.test(SortedSample.ofCounts(bins, before), SortedSample.ofCounts(bins, after)));
            formula = formula + "-or-ks-of-bins";
            p = Math.min(1, 2 * Math.min(p, ks));
        }
        String index = Psi.test(before, after, pooling, ANY).fold(c -> Wording.hundredths(c.psi()), not -> "unknown");
        return new Listed(
                feature, formula, p, logE, distances(before, after, index), reference.present(), now.present());
    }

    private static double p(HypothesisTest test) {
        return test.fold(HypothesisTest.Tested::pValue, not -> 1.0);
    }

    private static String distances(long[] before, long[] after, String index) {
        return "population stability index " + index + ", Jensen-Shannon "
                + value(CountDistances.jensenShannon(before, after)) + ", Hellinger "
                + value(CountDistances.hellinger(before, after)) + ", total variation "
                + value(CountDistances.totalVariation(before, after));
    }

    private static String value(Distance distance) {
        return distance.fold(measured -> Wording.hundredths(measured.value()), not -> "unknown");
    }

    /** {@code p 3.1e-05}. */
    static String p(double p) {
        return p < 1e-300 ? "p below 1e-300" : String.format(Locale.ROOT, "p %.2g", p);
    }
}
