package org.clinicalmlops.monitoring.input;

import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.metrics.distribution.Psi;
import org.clinicalmlops.metrics.distribution.PsiTest;
import org.clinicalmlops.metrics.samplesize.NoncentralChiSquare;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the values that training had are distributed as in training, by the population stability index of {@link Psi}. Alarms from
 * the larger of two limits on.
 *
 * <p>The first is {@value #ACT} after what chance alone adds, {@code (bins - 1)(1/n + 1/m)}: the usual "act" level, freed of how many
 * rows there are. The second makes sure that a drift of {@value #TOLERATED}, the usual "no change worth a look", gives a false
 * alarm with probability alpha only ({@link NoncentralChiSquare}). A test of no change at all would alarm, rightly and to nobody's use, at
 * every slow change of who is seen. With two bins Fisher's exact test takes the place of the second.
 *
 * <p>Bins that were empty in training are left out: they would be pooled away, and are the matter of {@link UnseenValues}.
 * Single-threaded.
 */
final class DistributionShift {
    private static final double TOLERATED = 0.1;
    private static final double ACT = 0.25;

    private final FeatureProfile reference;
    private final Pooling pooling;
    private final long minimumRows;
    private final int[] seen;
    private Optional<FeatureCounts> kept = Optional.empty();

    DistributionShift(FeatureProfile reference, boolean categorical, long minimumRows) {
        this.reference = reference;
        this.pooling = categorical ? Pooling.INTO_OTHER : Pooling.NEIGHBOURS;
        this.minimumRows = minimumRows;
        this.seen = IntStream.range(0, reference.bins())
                .filter(bin -> reference.count(bin) > 0)
                .toArray();
    }

    /** Empty if there are too few rows yet, or too few in all bins but one: they are kept. */
    Optional<Statement> judge(FeatureCounts window, double alpha) {
        FeatureCounts tally = kept.map(k -> k.plus(window)).orElse(window);
        kept = Optional.of(tally);
        if (tally.rows() < minimumRows) {
            return Optional.empty();
        }
        long[] before = IntStream.of(seen).mapToLong(reference::count).toArray();
        long[] now = IntStream.of(seen).mapToLong(tally::bin).toArray();
        return Psi.test(before, now, pooling, alpha)
                .fold(
                        compared -> {
                            kept = Optional.empty();
                            return Optional.of(judged(compared, alpha));
                        },
                        notCompared -> Optional.empty());
    }

    private static Statement judged(PsiTest.Compared test, double alpha) {
        double unit = 1.0 / test.nReference() + 1.0 / test.nCurrent();
        double act = ACT + (test.bins() - 1) * unit;
        double sure = test.critical().isPresent()
                ? unit * NoncentralChiSquare.critical(alpha, test.bins() - 1, TOLERATED / unit)
                : 0;
        double limit = Math.max(act, sure);
        boolean alarm = test.differs() && test.psi() >= limit;
        String text = "the values " + (alarm ? "no longer " : "")
                + "look like those of training (population stability index "
                + Wording.hundredths(test.psi()) + ", limit " + Wording.hundredths(limit) + "; " + test.nCurrent()
                + " values now, " + test.nReference() + " in training)";
        return new Statement(
                alarm,
                text,
                new Measure(
                        test.psi(),
                        limit,
                        test.nReference(),
                        test.nCurrent(),
                        test.formula(),
                        "the larger of " + ACT + " after chance, and a tolerated " + TOLERATED + " excluded at alpha "
                                + Wording.brief(alpha)));
    }
}
