package org.clinicalmlops.monitoring.input;

import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether values that training never had are more frequent than it allows for: those in bins that were empty in training, and unknown
 * categories. Their share is expected to be at most {@code (f1 + 1)/n}, where f1 is the number of values that training had once (Good
 * 1953, Biometrika 40:237; one more is added for caution). Alarms if there are at least {@value #AT_LEAST}, at least
 * {@value #SHARE} of the values, and a binomial probability of at most alpha. The limits are our choice. Single-threaded.
 */
final class UnseenValues {
    private static final double SHARE = 0.01;
    private static final int AT_LEAST = 2;
    private static final String FORMULA = "unseen-values-good-turing";

    private final FeatureProfile reference;
    private final int[] seen;
    private final double bound;
    private final long minimumRows;
    private Optional<FeatureCounts> kept = Optional.empty();

    UnseenValues(FeatureProfile reference, long minimumRows) {
        this.reference = reference;
        this.minimumRows = minimumRows;
        this.seen = IntStream.range(0, reference.bins())
                .filter(bin -> reference.count(bin) > 0)
                .toArray();
        long once = IntStream.of(seen).filter(bin -> reference.count(bin) == 1).count();
        this.bound = Math.min(1, (once + 1.0) / Math.max(1, reference.present()));
    }

    /** Empty if there are too few rows yet: they are kept. */
    Optional<Statement> judge(FeatureCounts window, double alpha) {
        FeatureCounts tally = kept.map(k -> k.plus(window)).orElse(window);
        long values = tally.present();
        if (tally.rows() < minimumRows || values == 0) {
            kept = Optional.of(tally);
            return Optional.empty();
        }
        kept = Optional.empty();
        long unseen = values - IntStream.of(seen).mapToLong(tally::bin).sum();
        long limit = Math.max(AT_LEAST, (long) Math.ceil(SHARE * values));
        boolean alarm = unseen >= limit && atLeast(unseen, values, bound) <= alpha;
        String text = Wording.count(unseen, "value") + " of " + values + " never occurred among the "
                + reference.present() + " of training";
        return Optional.of(new Statement(
                alarm,
                text,
                new Measure(
                        unseen,
                        limit,
                        reference.present(),
                        values,
                        FORMULA,
                        "Good-Turing bound of training, alpha " + Wording.brief(alpha))));
    }

    /** Probability of {@code k} or more among {@code n} at a share of {@code q}. */
    private static double atLeast(long k, long n, double q) {
        return q >= 1 ? 1 : Beta.regularizedBeta(q, k, n - k + 1.0);
    }
}
