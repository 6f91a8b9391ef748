package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the values of one number, or a share of them, look multiplied. Alarms if {@link UnitEvidence} since the last judgement is at
 * least one over the false alarms that the time since allows, and {@link UnitFit} finds a factor that explains what changed; other drift
 * is left to other detectors. Single-threaded.
 */
final class FeatureUnits {
    private static final String FORMULA = "log-e-multiplied-values";

    private final int feature;
    private final FeatureProfile whole;
    private final String unit;
    private final long minimumRows;
    private final Kept kept;
    private final boolean comparable;
    private final int lowBins; // of the lowest fifth of training's values, at most
    private final int highBins;
    private final Past past = new Past(3);
    private FeatureCounts counts;
    private FeatureProfile reference;
    private Optional<UnitEvidence> evidence;
    private boolean told;

    FeatureUnits(Baseline baseline, int feature, long minimumRows, Instant since) {
        this.feature = feature;
        this.minimumRows = minimumRows;
        whole = baseline.features().get(feature);
        unit = baseline.schema().feature(feature).unit();
        kept = new Kept(whole.bins(), since);
        counts = none();
        reference = whole;
        evidence = evidence(whole);
        comparable = evidence.isPresent();
        lowBins = bins(false);
        highBins = bins(true);
    }

    /** Bins from one end that hold a fifth of training's values at most, but one at least. */
    private int bins(boolean high) {
        int bins = 0;
        long values = 0;
        while (bins < whole.bins()) {
            values += whole.count(high ? whole.bins() - 1 - bins : bins);
            if (5 * values > whole.present()) {
                break;
            }
            bins++;
        }
        return Math.max(1, bins);
    }

    /** Low, middle and high values: what is multiplied moves to an end. */
    private long[] ends(IntToLongFunction bins) {
        long[] ends = new long[3];
        for (int bin = 0; bin < whole.bins(); bin++) {
            ends[bin < lowBins ? 0 : bin >= whole.bins() - highBins ? 2 : 1] += bins.applyAsLong(bin);
        }
        return ends;
    }

    private static Optional<UnitEvidence> evidence(FeatureProfile profile) {
        return profile.knowsMagnitudes() && Sizes.of(profile).all() >= UnitFit.FEWEST
                ? Optional.of(UnitEvidence.of(profile))
                : Optional.empty();
    }

    private FeatureCounts none() {
        return FeatureCounts.of(new long[whole.bins()], 0, 0, new long[Magnitudes.CELLS]);
    }

    /** Whether training's sizes are known. */
    boolean comparable() {
        return comparable;
    }

    void turn(FeatureProfile season, Instant at) {
        if (season != reference) {
            reference = season;
            evidence = evidence(season);
            clear(at);
        }
    }

    private void clear(Instant at) {
        kept.clear(at);
        counts = none();
        told = false;
    }

    /** Takes the rows of a look; the answer is an alarm that begins with it. */
    Optional<Finding> look(Look look, Allowance allowance) {
        FeatureCounts latest = look.counts().feature(feature);
        counts = kept.add(latest);
        past.add(look.from(), look.until(), ends(latest::bin));
        if (told || look.counts().withoutEpisode() > 0) { // rows of one episode are for the end of the window
            return Optional.empty();
        }
        Optional<Finding> alarm = alarm(look.until(), allowance, Effect.unknown(), true);
        told = alarm.isPresent();
        return alarm;
    }

    private Optional<Finding> alarm(Instant now, Allowance allowance, Effect effect, boolean keyed) {
        double threshold = -Math.log(allowance.alpha(kept.from(), now));
        double log = evidence.map(e -> e.log(counts)).orElse(0.0);
        return log < threshold
                ? Optional.empty()
                : UnitFit.of(reference, counts).map(fit -> alarm(fit, log, threshold, effect, keyed));
    }

    private Finding alarm(UnitFit fit, double log, double threshold, Effect effect, boolean keyed) {
        String text = fit.text(unit);
        Finding alarm = finding(
                        State.ALARM,
                        text + " (" + counts.present() + " values now, " + reference.present()
                                + " in training): has a unit changed?")
                .measured(measure(log, threshold))
                .since(since())
                .lookFirst("in which unit the values are sent; the model was made for '" + unit + "'");
        Finding counted =
                keyed ? alarm.patients(Math.round(fit.share() * Sizes.of(counts).all())) : alarm;
        return effect.on(counted, reference, counts);
    }

    private Measure measure(double log, double threshold) {
        return new Measure(
                log,
                threshold,
                reference.present(),
                counts.present(),
                FORMULA,
                "1 over the false alarms allowed since the last judgement, " + Wording.brief(Math.exp(-threshold)));
    }

    Finding close(Window window, Allowance allowance, Effect effect) {
        if (evidence.isEmpty()) {
            return finding(
                    State.INSUFFICIENT,
                    whole.knowsMagnitudes()
                            ? "training has too few positive values to know how large they are."
                            : "the baseline does not tell how large values were.");
        }
        boolean keyed = window.counts().withoutEpisode() == 0;
        Optional<Finding> alarm = alarm(window.until(), allowance, effect, keyed);
        boolean allowed = allowance.alpha(kept.from(), window.until()) > 0;
        if (alarm.isEmpty() && !told && (counts.rows() < minimumRows || !allowed)) {
            return finding(
                    State.INSUFFICIENT,
                    "too few values to tell a change of unit (" + counts.present()
                            + " since the last judgement); they are kept for the next.");
        }
        Finding finding =
                alarm.orElseGet(() -> told ? over(window.until(), allowance) : calm(window.until(), allowance));
        clear(window.until());
        return finding;
    }

    /** What alarmed earlier in the window is gone. */
    private Finding over(Instant now, Allowance allowance) {
        return finding(State.ALARM, "values looked multiplied earlier in this window, and no longer do.")
                .measured(measure(evidence.orElseThrow().log(counts), -Math.log(allowance.alpha(kept.from(), now))))
                .since(since());
    }

    private Instant since() {
        double[] expected = Arrays.stream(ends(reference::count))
                .mapToDouble(values -> values + 0.5)
                .toArray();
        return past.change(expected).map(Past.Change::since).orElse(kept.from());
    }

    private Finding calm(Instant now, Allowance allowance) {
        double threshold = -Math.log(allowance.alpha(kept.from(), now));
        double log = evidence.orElseThrow().log(counts);
        double found = evidence.orElseThrow().found(counts.present(), threshold);
        Finding finding = finding(
                        State.OK,
                        (log < threshold ? "no sign that values are multiplied" : "what changed is no multiplication")
                                + " (" + counts.present() + " values now, " + reference.present() + " in training).")
                .measured(measure(log, threshold));
        return found < 1
                ? finding.wouldHaveFound("a multiplication by 10 of " + Wording.percent(found)
                        + " of the values would have been found with a probability of about 80 %")
                : finding;
    }

    private Finding finding(State state, String text) {
        return Finding.of(Kind.UNIT_CHANGE, UnitChange.ID, whole.feature(), state, whole.feature() + ": " + text);
    }

    void save(StateOutput out) {
        kept.save(out);
        past.save(out);
        out.putLong(told ? 1 : 0);
    }

    /** After {@link #turn} to the season of the state. */
    void restore(StateInput in) {
        kept.restore(in);
        counts = kept.counts().orElseGet(this::none);
        past.restore(in);
        told = in.getLong() == 1;
    }
}
