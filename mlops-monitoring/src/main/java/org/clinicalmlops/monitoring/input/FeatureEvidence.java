package org.clinicalmlops.monitoring.input;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
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
 * The sequential test of one feature. A new {@link Epoch} begins every half month, so that one of them always has few rows from before
 * a change; the latest {@value #EPOCHS} go on side by side. Each alarms with a probability of at most what was allowed between its start and
 * its successor's, whenever it is looked at; so their expected false alarms add up to those allowed, however they depend on each other.
 *
 * <p>What is surely there but small is left alone: an alarm needs an index of {@value DistributionShift#ACT} after chance
 * besides, values never seen included, and {@link ShareEvidence#beyondTolerance}. It lasts until values enough to compare are apart by less
 * than {@value #OVER}; then everything begins anew, as it does with a new season. Single-threaded.
 */
final class FeatureEvidence {
    private static final double OVER = 0.1;
    private static final int EPOCHS = 8;
    private static final Duration STRIDE = Duration.ofDays(15);
    private static final String FORMULA = "log-e-dirichlet-multinomial";

    private final int feature;
    private final FeatureProfile whole;
    private final BinNames names;
    private final long minimumRows;
    private final Places places;
    private final List<Epoch> epochs = new ArrayList<>();
    private FeatureProfile reference;
    private ShareEvidence evidence;

    /** The epoch that alarmed; it goes on. */
    private Optional<Epoch> alarmed = Optional.empty();

    /** Values since the alarm was last confirmed. */
    private FeatureCounts unconfirmed;

    FeatureEvidence(Baseline baseline, int feature, long minimumRows) {
        this.feature = feature;
        this.minimumRows = minimumRows;
        whole = baseline.features().get(feature);
        names = new BinNames(whole, baseline.levels().of(feature));
        places = new Places(whole);
        reference = whole;
        evidence = new ShareEvidence(places, whole, whole);
        unconfirmed = none();
    }

    private FeatureCounts none() {
        return FeatureCounts.of(new long[whole.bins()], 0, 0, new long[0]);
    }

    boolean comparable() {
        return whole.present() > 0;
    }

    /** In another season patients are others, and every epoch begins anew. */
    void turn(List<FeatureProfile> season) {
        FeatureProfile profile = season.get(feature);
        if (profile != reference) {
            reference = profile;
            evidence = new ShareEvidence(places, whole, profile);
            epochs.clear();
            alarmed = Optional.empty();
        }
    }

    /** Takes the values of a look; the answer is an alarm that begins with it. */
    Optional<Finding> look(Look look, Allowance allowance) {
        FeatureCounts all = look.counts().feature(feature);
        FeatureCounts counts = FeatureCounts.of(all.toBins(), all.unseenLevels(), 0, new long[0]);
        if (alarmed.isPresent()) {
            alarmed.get().add(counts, evidence, places, look.until());
            unconfirmed = unconfirmed.plus(counts);
            return Optional.empty();
        }
        begin(look.from(), allowance);
        epochs.get(epochs.size() - 1).earn(allowance, look.until());
        double clearest = 0;
        for (Epoch epoch : epochs) {
            epoch.add(counts, evidence, places, look.until());
            double excess = epoch.log() - epoch.threshold();
            long[] counted = places.of(epoch.counts());
            if (excess >= clearest
                    && evidence.apart(counted) >= DistributionShift.ACT
                    && evidence.beyondTolerance(counted, epoch.invested())) {
                clearest = excess;
                alarmed = Optional.of(epoch);
            }
        }
        if (alarmed.isPresent()) {
            epochs.clear();
            unconfirmed = none();
        }
        return alarmed.map(epoch -> alarm(epoch, all, Effect.unknown()));
    }

    private void begin(Instant at, Allowance allowance) {
        int last = epochs.size() - 1;
        if (last < 0 || epochs.get(last).olderThan(STRIDE, at)) {
            if (last >= 0) {
                epochs.get(last).earn(allowance, at);
            }
            epochs.add(new Epoch(at, whole.bins()));
        }
        if (epochs.size() > EPOCHS) {
            epochs.remove(0);
        }
    }

    /** @param unkeyed whether rows of the window came without an episode */
    Finding close(Window window, boolean unkeyed, Effect effect) {
        if (!comparable()) {
            return finding(State.INSUFFICIENT, "training has no value to compare with.");
        }
        if (unkeyed) {
            return finding(
                    State.INSUFFICIENT,
                    "rows came without the episode that they belong to; many rows of one episode, taken for many patients, "
                            + "would alarm on nothing.");
        }
        if (alarmed.isEmpty()) {
            return calm();
        }
        if (unconfirmed.rows() >= minimumRows) {
            FeatureCounts latest = unconfirmed;
            unconfirmed = none();
            if (evidence.apart(places.of(latest)) < OVER) {
                alarmed = Optional.empty();
                return finding(
                        State.OK,
                        "the values are distributed as in training again (" + Wording.count(latest.rows(), "value")
                                + ").");
            }
        }
        return alarm(alarmed.get(), window.counts().feature(feature), effect);
    }

    /** @param latest with which magnitudes, to find a factor in */
    private Finding alarm(Epoch epoch, FeatureCounts latest, Effect effect) {
        FeatureCounts all = epoch.counts();
        Optional<String> hint = UnitFit.hint(reference, latest);
        Finding alarm = finding(
                        State.ALARM,
                        "the values no longer look like those of training (evidence " + odds(epoch)
                                + "; population stability index " + Wording.hundredths(evidence.apart(places.of(all)))
                                + " after chance, values never seen included; "
                                + all.rows() + " values now, " + evidence.size() + " in training)."
                                + hint.map(" "::concat).orElse(""))
                .measured(measure(epoch))
                .since(epoch.changed())
                .patients(epoch.rowsSinceChange())
                .lookFirst(hint.orElseGet(() -> names.mostChanged(reference, all)));
        return effect.on(alarm, reference, all);
    }

    private static String odds(Epoch epoch) {
        return "10^" + Wording.tenths(epoch.log() / Math.log(10)) + " to 1 against chance, limit 10^"
                + Wording.tenths(epoch.threshold() / Math.log(10));
    }

    private Measure measure(Epoch epoch) {
        return new Measure(
                epoch.log(),
                epoch.threshold(),
                evidence.size(),
                epoch.counts().rows(),
                FORMULA,
                "1 over the false alarms allowed in half a month, " + Wording.brief(Math.exp(-epoch.threshold())));
    }

    private Finding calm() {
        Epoch oldest = epochs.isEmpty() ? new Epoch(Instant.EPOCH, whole.bins()) : epochs.get(0);
        long rows = oldest.counts().rows();
        if (rows < minimumRows || !Double.isFinite(oldest.threshold())) {
            return finding(
                    State.INSUFFICIENT, "too few values to compare with training (" + rows + " in the test so far).");
        }
        double found = evidence.found(rows, oldest.threshold());
        return finding(
                        State.OK,
                        "the values look like those of training (evidence " + odds(oldest) + "; " + rows
                                + " values now, " + evidence.size() + " in training).")
                .measured(measure(oldest))
                .wouldHaveFound("a population stability index of " + Wording.hundredths(found)
                        + ", new values included, would have been found with a probability of about 80 %");
    }

    private Finding finding(State state, String text) {
        return Finding.of(Kind.INPUT_DRIFT, SequentialDrift.ID, whole.feature(), state, whole.feature() + ": " + text);
    }

    void save(StateOutput out) {
        out.putLong(epochs.size());
        epochs.forEach(epoch -> epoch.save(out));
        out.putLong(alarmed.isPresent() ? 1 : 0);
        alarmed.ifPresent(epoch -> {
            epoch.save(out);
            Epoch.save(unconfirmed, out);
        });
    }

    /** After {@link #turn} to the season of the state. */
    void restore(StateInput in) {
        long n = in.getLong();
        if (!(n >= 0 && n <= EPOCHS)) {
            throw new MlopsException("epochs cannot be read: there are " + n);
        }
        epochs.clear();
        for (long i = 0; i < n; i++) {
            epochs.add(Epoch.restored(in, whole.bins()));
        }
        alarmed = in.getLong() == 1 ? Optional.of(Epoch.restored(in, whole.bins())) : Optional.empty();
        unconfirmed = alarmed.isPresent() ? Epoch.counts(in, whole.bins()) : none();
    }
}
