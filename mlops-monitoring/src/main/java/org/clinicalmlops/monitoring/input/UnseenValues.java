package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether values that training never had are more frequent than {@link UnseenShare} allows for: unknown categories, and those in cells that were
 * empty in training. Cells are the bins of a number that took few values, and else its magnitudes: eight to each doubling, and one of all that
 * is not positive, so that a zero or a row of nines in the place of a value is new. Alarms if there are at least {@value #AT_LEAST}, at least {@value #SHARE} of the values, and the probability of
 * as many is at most alpha. The limits are our choice. Single-threaded.
 */
final class UnseenValues {
    private static final double SHARE = 0.01;
    private static final int AT_LEAST = 2;
    private static final String FORMULA = "unseen-values-good-turing-beta";

    private final int feature;
    private final FeatureProfile reference;
    private final boolean categorical;
    private final long minimumRows;
    private final Cells cells;
    private final int[] seen;
    private final UnseenShare expected;
    private final Kept kept;
    private final Past past = new Past(2);

    UnseenValues(int feature, FeatureProfile reference, boolean categorical, long minimumRows, Instant since) {
        this.feature = feature;
        this.reference = reference;
        this.categorical = categorical;
        this.minimumRows = minimumRows;
        cells = Cells.of(reference, categorical);
        long[] training = cells.of(reference);
        seen = IntStream.range(0, training.length)
                .filter(cell -> training[cell] > 0)
                .toArray();
        expected = UnseenShare.of(training);
        kept = new Kept(reference.bins(), since);
    }

    /** Whether there can be values that are known as new. */
    boolean possible() {
        return seen.length > 0 && (categorical || seen.length < cells.of(reference).length);
    }

    void look(Look look) {
        FeatureCounts counts = look.counts().feature(feature);
        long unseen = unseen(counts);
        past.add(look.from(), look.until(), new long[] {counts.present() - unseen, unseen});
    }

    private long unseen(FeatureCounts counts) {
        long[] now = cells.of(counts);
        return counts.present()
                - IntStream.of(seen).mapToLong(cell -> now[cell]).sum();
    }

    Finding judge(Window window, Allowance allowance) {
        FeatureCounts tally = kept.add(window.counts().feature(feature));
        Instant from = kept.from();
        double alpha = allowance.alpha(from, window.until());
        long values = tally.present();
        if (tally.rows() < minimumRows || values == 0 || !(alpha > 0)) {
            return finding(
                    State.INSUFFICIENT,
                    "too few values to tell whether some are new (" + values
                            + " since the last comparison); they are kept for the next.");
        }
        kept.clear(window.until());
        long unseen = unseen(tally);
        long limit = limit(values, alpha);
        boolean alarm = unseen >= limit;
        Finding finding = finding(
                        alarm ? State.ALARM : State.OK,
                        Wording.count(unseen, "value") + " of " + values + " never occurred among the "
                                + reference.present() + " of training"
                                + (alarm ? ", of which at most " + (limit - 1) + " are expected." : "."))
                .measured(new Measure(
                        unseen,
                        limit,
                        reference.present(),
                        values,
                        FORMULA,
                        "a share of about " + Wording.percent(expected.mean())
                                + " that training may have missed, alpha " + Wording.brief(alpha)));
        return alarm ? explained(finding, from, unseen, window) : finding.wouldHaveFound(found(values, limit));
    }

    /** The smallest number that alarms. */
    private long limit(long values, double alpha) {
        long low = Math.max(AT_LEAST, (long) Math.ceil(SHARE * values));
        if (expected.atLeast(low, values) <= alpha) {
            return low;
        }
        long high = values + 1; // that many there cannot be
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (expected.atLeast(middle, values) <= alpha) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private String found(long values, long limit) {
        double low = 0;
        double high = 1;
        while (high - low > 1e-4) {
            double share = (low + high) / 2;
            boolean enough = limit <= values && Beta.regularizedBeta(share, limit, values - limit + 1.0) >= 0.8;
            low = enough ? low : share;
            high = enough ? share : high;
        }
        return "new values of a share of " + Wording.percent(high)
                + " would have been found with a probability of 80 %";
    }

    private Finding explained(Finding alarm, Instant from, long unseen, Window window) {
        Optional<Past.Change> change = past.change(new double[] {1 - expected.mean(), expected.mean()});
        Finding dated = alarm.since(change.map(Past.Change::since).orElse(from))
                .lookFirst(
                        categorical
                                ? "which codes are sent now that were not sent before: a coding system or its mapping may have changed"
                                : "which values are sent now that were not sent before: a unit, a rounding or a default may have changed"
                                        + sizes(window.counts().feature(feature)));
        return window.counts().withoutEpisode() > 0
                ? dated
                : dated.patients(change.map(c -> c.count(1)).orElse(unseen));
    }

    /** Where the new values lie, of a number whose magnitudes are looked at. */
    private String sizes(FeatureCounts counts) {
        long[] now = cells.of(counts);
        IntStream.of(seen).forEach(cell -> now[cell] = 0);
        int most = IntStream.range(0, now.length).reduce(0, (a, b) -> now[b] > now[a] ? b : a);
        return cells.name(most)
                .filter(name -> now[most] > 0)
                .map(name -> "; most are " + name)
                .orElse("");
    }

    private Finding finding(State state, String text) {
        return Finding.of(
                Kind.UNSEEN_VALUES, UnseenInputs.ID, reference.feature(), state, reference.feature() + ": " + text);
    }

    void save(StateOutput out) {
        kept.save(out);
        past.save(out);
    }

    void restore(StateInput in) {
        kept.restore(in);
        past.restore(in);
    }
}
