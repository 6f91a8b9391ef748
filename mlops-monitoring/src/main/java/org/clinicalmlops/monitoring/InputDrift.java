package org.clinicalmlops.monitoring;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.special.Beta;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.metrics.Pooling;
import org.clinicalmlops.metrics.Psi;
import org.clinicalmlops.metrics.PsiTest;

/**
 * Compares the values of one feature with training. Single-threaded: the monitor calls it under its lock.
 *
 * <p>Distribution: the population stability index of {@link Psi} alarms from the larger of two limits on. The first is
 * {@value #ACT} after what chance alone adds, {@code (bins - 1)(1/n + 1/m)}: the usual "act" level, made independent of how many
 * rows there are. The second lets a drift of {@value #TOLERATED}, the usual "no change worth a look", give a false alarm with
 * probability alpha only ({@link TolerantChiSquare}). A test of no change at all would alarm, rightly and to nobody's use, on every
 * slow change of who is seen; on 50 rows also far more often than the limit of {@value #ACT} suggests.
 *
 * <p>Unseen values: those in bins that were empty in training, and unknown categories. Their share in use is expected to be at most
 * {@code (f1 + 1)/n}, where f1 is the number of values that were seen once (Good 1953, with one more for caution). Alarms if there
 * are at least two, at least {@value #UNSEEN_SHARE} of the rows, and a binomial probability of at most alpha. They are left out of
 * the index, where their bins would be pooled away.
 *
 * <p>Rows too few to compare are kept until they are enough; each of the two comparisons keeps its own.
 */
final class InputDrift {
    static final double TOLERATED = 0.1;
    static final double ACT = 0.25;
    static final double UNSEEN_SHARE = 0.01;
    private static final int UNSEEN_AT_LEAST = 2;
    private static final String UNSEEN = "unseen-values-good-turing";

    private final FeatureProfile reference;
    private final Pooling pooling;
    private final ScaleHint hint;
    private final int[] seen;
    private final double unseenBound;
    private final boolean watchesUnseen;
    private final long minimumRows;

    private Optional<Tally> forIndex = Optional.empty();
    private Optional<Tally> forUnseen = Optional.empty();

    InputDrift(FeatureProfile reference, boolean categorical, long minimumRows) {
        this.reference = reference;
        this.pooling = categorical ? Pooling.INTO_OTHER : Pooling.NEIGHBOURS;
        this.hint = new ScaleHint(reference);
        this.minimumRows = minimumRows;
        this.seen = IntStream.range(0, reference.bins())
                .filter(i -> reference.count(i) > 0)
                .toArray();
        this.watchesUnseen = reference.present() > 0 && (categorical || seen.length < reference.bins());
        long once = IntStream.of(seen).filter(i -> reference.count(i) == 1).count();
        this.unseenBound = Math.min(1, (once + 1.0) / Math.max(1, reference.present()));
    }

    /** How many comparisons a window may bring: what the budget is divided by. */
    int tests() {
        return watchesUnseen ? 2 : 1;
    }

    /** @param alpha probability of a false alarm of each comparison */
    Finding judge(Tally window, double alpha) {
        if (reference.present() == 0) {
            return finding(State.INSUFFICIENT, "training has no value to compare with", Optional.empty());
        }
        Tally indexTally = add(forIndex, window);
        Tally unseenTally = add(forUnseen, window);
        forIndex = Optional.of(indexTally);
        forUnseen = Optional.of(unseenTally);
        Optional<Finding> strange = unseen(unseenTally, alpha);
        Optional<Finding> shifted = index(indexTally, alpha);
        // The stronger statement first; a distribution that is in order says more than the absence of strange values.
        return shifted.filter(InputDrift::alarms)
                .or(() -> strange.filter(InputDrift::alarms))
                .or(() -> shifted)
                .or(() -> strange.filter(f -> seen.length < 2))
                .orElseGet(() -> tooFew(indexTally));
    }

    private static Tally add(Optional<Tally> kept, Tally window) {
        return kept.map(k -> k.plus(window)).orElse(window);
    }

    private static boolean alarms(Finding finding) {
        return finding.state() == State.ALARM;
    }

    private long unseenIn(Tally tally) {
        long sum = tally.present();
        for (int bin : seen) {
            sum -= tally.bin(bin);
        }
        return sum;
    }

    private Optional<Finding> unseen(Tally tally, double alpha) {
        long rows = tally.present();
        if (!watchesUnseen || rows < minimumRows) {
            return Optional.empty();
        }
        forUnseen = Optional.empty();
        long strange = unseenIn(tally);
        long limit = Math.max(UNSEEN_AT_LEAST, (long) Math.ceil(UNSEEN_SHARE * rows));
        boolean alarm = strange >= limit && atLeast(strange, rows, unseenBound) <= alpha;
        String text =
                strange + " of " + Wording.count(rows, "row") + " with a value have one that never occurred in the "
                        + reference.present() + " of training" + hint.of(tally);
        return Optional.of(finding(
                alarm ? State.ALARM : State.OK,
                text,
                Optional.of(new Measure(strange, limit, reference.present(), rows, UNSEEN))));
    }

    /** Probability of {@code k} or more among {@code n} at a share of {@code q}. */
    private static double atLeast(long k, long n, double q) {
        return k == 0 || q >= 1 ? 1 : Beta.regularizedBeta(q, k, n - k + 1.0);
    }

    private Optional<Finding> index(Tally tally, double alpha) {
        long[] before = IntStream.of(seen).mapToLong(reference::count).toArray();
        long[] now = IntStream.of(seen).mapToLong(tally::bin).toArray();
        if (LongStream.of(now).sum() < minimumRows) {
            return Optional.empty();
        }
        return Psi.test(before, now, pooling, alpha)
                .fold(
                        compared -> {
                            forIndex = Optional.empty();
                            return Optional.of(judged(compared, tally, alpha));
                        },
                        notCompared -> Optional.empty());
    }

    private Finding judged(PsiTest.Compared test, Tally tally, double alpha) {
        double unit = 1.0 / test.nReference() + 1.0 / test.nCurrent();
        double act = ACT + (test.bins() - 1) * unit;
        double sure = test.critical().isPresent()
                ? unit * TolerantChiSquare.critical(test.bins() - 1, TOLERATED / unit, alpha)
                : 0;
        double limit = Math.max(act, sure);
        boolean alarm = test.differs() && test.psi() >= limit;
        String text =
                (alarm ? "the values no longer look like those of training" : "the values look like those of training")
                        + " (population stability index " + Wording.hundredths(test.psi()) + ", limit "
                        + Wording.hundredths(limit)
                        + "; " + test.nCurrent() + " values now, " + test.nReference() + " in training)"
                        + (alarm ? hint.of(tally) : "");
        return finding(
                alarm ? State.ALARM : State.OK,
                text,
                Optional.of(new Measure(test.psi(), limit, test.nReference(), test.nCurrent(), test.formula())));
    }

    private Finding tooFew(Tally tally) {
        return finding(
                State.INSUFFICIENT,
                "only " + Wording.count(tally.present(), "value")
                        + " so far, too few to compare with training; they are kept for the next window",
                Optional.empty());
    }

    private Finding finding(State state, String text, Optional<Measure> measure) {
        return new Finding(
                Kind.INPUT_DRIFT, reference.feature(), state, reference.feature() + ": " + text + ".", measure);
    }
}
