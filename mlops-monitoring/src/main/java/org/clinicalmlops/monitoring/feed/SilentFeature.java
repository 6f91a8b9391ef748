package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * How many rows in a row without a value of one feature are too many.
 *
 * <p>Rows being a chain ({@link Absence}), {@code rowsAYear * onset * persistence^(r - 1)} runs of r rows or more are to be expected
 * a year. The limit is the smallest r of which at most the allowance is; {@value #SHORTEST} at least. Both probabilities are the baseline's
 * upper bounds. A run is one alarm, however long. Single-threaded.
 */
final class SilentFeature {
    private static final int SHORTEST = 3;
    private static final long LONGEST = 100_000; // rows; beyond, nobody would wait for it
    private static final String FORMULA = "run-without-value";

    private final Seasons seasons;
    private final int feature;
    private final Allowance allowance;
    private long run;
    private long limit;
    private Instant lastValue;
    private Instant since; // the last value before the last alarm
    private boolean silent;
    private boolean alarmed; // since the last close
    private long longest; // run since the last close

    SilentFeature(Seasons seasons, int feature, Allowance allowance, Instant opened) {
        this.seasons = seasons;
        this.feature = feature;
        this.allowance = allowance;
        lastValue = opened;
        since = opened;
        limit = LONGEST;
    }

    /** Takes what was seen at a look; true if the feature has fallen silent since the last one. */
    boolean look(int season, long rowsWithout, Optional<Instant> value, double rowsAYear) {
        run = rowsWithout;
        longest = Math.max(longest, run);
        lastValue = value.orElse(lastValue);
        limit = limit(seasons.absence(season, feature), rowsAYear);
        boolean fell = !silent && run >= limit && limit < LONGEST;
        silent = run >= limit && limit < LONGEST || silent && run > 0;
        alarmed |= fell;
        since = fell ? lastValue : since;
        return fell;
    }

    private long limit(Absence absence, double rowsAYear) {
        double runs = rowsAYear * absence.onset();
        if (runs <= allowance.perYear()) {
            return SHORTEST;
        }
        double r = 1 + Math.ceil(Math.log(allowance.perYear() / runs) / Math.log(absence.persistence()));
        return (long) Math.min(LONGEST, Math.max(SHORTEST, r));
    }

    String name() {
        return seasons.profile(0, feature).feature();
    }

    Instant lastValue() {
        return lastValue;
    }

    /** Whether it is silent, or half as long as it takes to say so. */
    boolean nearlySilent() {
        return silent || limit < LONGEST && run >= Math.max(SHORTEST, limit / 2);
    }

    Finding alarm(int season, List<String> others) {
        FeatureProfile profile = seasons.profile(season, feature);
        String name = profile.feature();
        String text = name + ": " + Wording.count(longest, "row")
                + " in a row had no value; the last value before came on "
                + Wording.minute(since) + (run > 0 ? "" : ", and they come again") + together(others)
                + ". In the baseline "
                + Wording.percent(seasons.absence(season, feature).rate())
                + " of " + seasons.absence(season, feature).rows() + " rows had none; so long a run is not chance.";
        String look = others.isEmpty()
                ? "whether the interface that delivers " + name + " is up, and its messages are still understood"
                : "the interface by which " + Names.of(others) + " and " + name + " come";
        Finding finding = finding(State.ALARM, text)
                .measured(measure(season))
                .since(since)
                .patients(run)
                .lookFirst(look);
        double[] risks = meanRisks(profile);
        return risks.length == 0 ? finding : finding.effect(risks[0], risks[1], Double.NaN);
    }

    private static String together(List<String> others) {
        return others.isEmpty()
                ? ""
                : ", together with " + Wording.count(others.size(), "other") + " (" + Names.of(others)
                        + "): the interface?";
    }

    /** Mean risk in the baseline, and of its rows without the value; empty if not known. */
    private static double[] meanRisks(FeatureProfile profile) {
        long rows = profile.present() + profile.missing();
        if (!profile.knowsRisks() || profile.missing() == 0) {
            return new double[0];
        }
        double sum = profile.missing() * profile.meanRisk(profile.bins());
        for (int bin = 0; bin < profile.bins(); bin++) {
            sum += profile.count(bin) * profile.meanRisk(bin);
        }
        return new double[] {sum / rows, profile.meanRisk(profile.bins())};
    }

    /** What a window shows. */
    Finding close(int season, long rows, List<String> others) {
        boolean alarm = alarmed || silent;
        Finding finding = alarm
                ? alarm(season, others)
                : seasons.absence(season, feature).rows() == 0 || limit >= LONGEST
                        ? finding(
                                State.INSUFFICIENT,
                                name() + ": the baseline has too few values to say when too many are missing in a row.")
                        : rows == 0
                                ? finding(State.INSUFFICIENT, name() + ": no row in this window.")
                                : inOrder(season);
        alarmed = false;
        longest = run;
        return finding;
    }

    private Finding inOrder(int season) {
        String text = name() + ": values arrive; at most " + Wording.count(longest, "row") + " in a row had none.";
        return finding(State.OK, text)
                .measured(measure(season))
                .wouldHaveFound("after " + Wording.count(limit, "row") + " in a row without a value");
    }

    private Finding finding(State state, String text) {
        return Finding.of(Kind.DEAD_FEED, DeadFeed.ID, name(), state, text);
    }

    private Measure measure(int season) {
        return new Measure(
                longest,
                limit,
                seasons.absence(season, feature).rows(),
                longest,
                FORMULA,
                Wording.brief(allowance.perYear()) + " false alarms a year, a part of the plan's, for runs as in the"
                        + " baseline at the volume seen");
    }

    void save(StateOutput out) {
        out.putLongs(new long[] {run, limit, silent ? 1 : 0, alarmed ? 1 : 0, longest});
        out.putInstant(lastValue);
        out.putInstant(since);
    }

    void restore(StateInput in) {
        long[] state = in.getLongs(5);
        run = state[0];
        limit = state[1];
        silent = state[2] == 1;
        alarmed = state[3] == 1;
        longest = state[4];
        lastValue = in.getInstant();
        since = in.getInstant();
    }
}
