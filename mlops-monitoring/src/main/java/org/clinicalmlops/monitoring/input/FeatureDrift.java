package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.distribution.Pooling;

/**
 * Compares the distribution of one feature with training, over the values that training had: bins that were empty in training are left
 * out, they would be pooled away and are the matter of {@link UnseenValues}. Rows too few to compare are kept for later windows.
 * Single-threaded.
 */
final class FeatureDrift {
    private final Baseline baseline;
    private final int feature;
    private final FeatureProfile whole;
    private final Pooling pooling;
    private final long minimumRows;
    private final BinNames names;
    private final int[] seen;
    private final Kept kept;
    private final Past past;

    FeatureDrift(Baseline baseline, int feature, long minimumRows, Instant since) {
        this.baseline = baseline;
        this.feature = feature;
        this.minimumRows = minimumRows;
        whole = baseline.features().get(feature);
        pooling = baseline.schema().feature(feature).categorical() ? Pooling.INTO_OTHER : Pooling.NEIGHBOURS;
        names = new BinNames(whole, baseline.levels().of(feature));
        seen = IntStream.range(0, whole.bins())
                .filter(bin -> whole.count(bin) > 0)
                .toArray();
        kept = new Kept(whole.bins(), since);
        past = new Past(seen.length);
    }

    /** Whether training had two values at least. */
    boolean comparable() {
        return seen.length > 1;
    }

    void look(Look look) {
        if (comparable()) {
            past.add(look.from(), look.until(), seen(look.counts().feature(feature)));
        }
    }

    private long[] seen(FeatureCounts counts) {
        return IntStream.of(seen).mapToLong(counts::bin).toArray();
    }

    Finding judge(Window window, Allowance allowance, Effect effect) {
        if (!comparable()) {
            return finding(
                    State.INSUFFICIENT,
                    seen.length == 0
                            ? "training has no value to compare with."
                            : "training has one value only, so that there is no distribution to compare.");
        }
        FeatureCounts tally = kept.add(window.counts().feature(feature));
        Instant from = kept.from();
        double alpha = allowance.alpha(from, window.until());
        FeatureProfile reference = baseline.features(from, window.until()).get(feature);
        Optional<DistributionShift> compared = tally.rows() < minimumRows || !(alpha > 0)
                ? Optional.empty()
                : DistributionShift.of(seen(reference), seen(tally), pooling, alpha);
        if (compared.isEmpty()) {
            return finding(
                    State.INSUFFICIENT,
                    "too few values to compare with training ("
                            + LongStream.of(seen(tally)).sum()
                            + " that it had too, of " + tally.present()
                            + " since the last comparison); they are kept for the next.");
        }
        kept.clear(window.until());
        DistributionShift shift = compared.get();
        if (!shift.alarm()) {
            return finding(State.OK, shift.text("values", "training") + ".")
                    .measured(shift.measure())
                    .wouldHaveFound(shift.found());
        }
        Optional<String> hint = UnitFit.hint(reference, tally);
        Finding alarm = finding(
                        State.ALARM,
                        shift.text("values", "training") + "."
                                + hint.map(" "::concat).orElse(""))
                .measured(shift.measure())
                .lookFirst(hint.orElseGet(() -> names.mostChanged(reference, tally)));
        return since(effect.on(alarm, reference, tally), from, reference, tally, window);
    }

    private Finding since(Finding alarm, Instant from, FeatureProfile reference, FeatureCounts tally, Window window) {
        double[] expected =
                Arrays.stream(seen(reference)).mapToDouble(rows -> rows + 0.5).toArray();
        Optional<Past.Change> change = past.change(expected);
        Finding dated = alarm.since(change.map(Past.Change::since).orElse(from));
        return window.counts().withoutEpisode() > 0
                ? dated
                : dated.patients(change.map(Past.Change::rows).orElse(tally.present()));
    }

    private long[] seen(FeatureProfile reference) {
        return IntStream.of(seen).mapToLong(reference::count).toArray();
    }

    private Finding finding(State state, String text) {
        return Finding.of(Kind.INPUT_DRIFT, InputDrift.ID, whole.feature(), state, whole.feature() + ": " + text);
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
