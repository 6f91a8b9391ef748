package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.BinaryChain;
import org.clinicalmlops.monitoring.text.Wording;

/** The missing values of one feature: what {@link Missingness} says of it. Single-threaded. */
final class FeatureMissingness {
    private static final String FORMULA = "missing-blocks-e-sr";

    private final List<FeatureProfile> profiles; // of the whole year, then of each season
    private final List<ToleratedAbsence> tolerated;
    private final boolean fewerAtAll;
    private final Allowance each; // of each direction
    private final AbsenceChart more = new AbsenceChart(ToleratedAbsence.partsOfMore());
    private final AbsenceChart fewer = new AbsenceChart(ToleratedAbsence.partsOfFewer());
    private final Scatter scatter = new Scatter();
    private long dayRows;
    private long dayMissing;
    private long blockRows;
    private long blockMissing;
    private boolean after; // the row before the block had no value
    private long lastRows; // of the last block that was judged
    private double lastBudget;
    private boolean alarmed; // since the last close

    /** @param profiles of the whole year, then of each season */
    FeatureMissingness(List<FeatureProfile> profiles, List<ToleratedAbsence> tolerated, Allowance allowance) {
        this.profiles = profiles;
        this.tolerated = tolerated;
        fewerAtAll = tolerated.stream().anyMatch(ToleratedAbsence::judgesFewer);
        each = allowance.over(fewerAtAll ? 2 : 1);
    }

    void count(FeatureCounts counts) {
        dayRows += counts.rows();
        dayMissing += counts.missing();
    }

    void forgetDay() {
        dayRows = 0;
        dayMissing = 0;
    }

    /** A day's rows are complete. */
    void endDay(boolean learns) {
        if (learns && dayRows > 0) {
            scatter.learn(dayMissing, dayRows);
        }
        blockRows += dayRows;
        blockMissing += dayMissing;
        forgetDay();
    }

    void learnt() {
        scatter.learnt();
    }

    /**
     * Judges a block.
     *
     * @param season place of the block's profile
     * @param last end of the last block that was judged
     * @param absent whether the last row had no value
     * @return whether there is an alarm
     */
    boolean endBlock(int season, Instant last, Instant from, Instant until, boolean absent) {
        ToleratedAbsence limits = tolerated.get(season);
        long rows = blockRows;
        long missing = blockMissing;
        blockRows = 0;
        blockMissing = 0;
        if (rows == 0) {
            return false;
        }
        lastRows = rows;
        lastBudget = each.between(last, until);
        boolean found = false;
        if (limits.judgesMore()) {
            double[] factors = limits.more(missing, rows, after, limits.atMost(scatter));
            found = more.add(factors, lastBudget, missing - limits.most() * rows, from, missing, rows);
        }
        boolean foundMore = found;
        if (limits.judgesFewer()) {
            double[] factors = limits.fewer(missing, rows, after, limits.atLeast(scatter));
            found |= fewer.add(factors, lastBudget, limits.least() * rows - missing, from, missing, rows);
        }
        after = absent;
        if (found) {
            (foundMore ? fewer : more).over();
            alarmed = true;
        }
        return found;
    }

    /** The alarm that {@link #endBlock} has just raised. */
    Finding alarm(int season, FeatureCounts risks) {
        AbsenceChart chart = more.standing() ? more : fewer;
        return alarm(season, chart, chart.highest(), chart.missing(), chart.rows(), risks);
    }

    /** What a window shows. */
    Finding close(int season, FeatureCounts window, FeatureCounts risks, boolean withoutEpisode) {
        ToleratedAbsence limits = tolerated.get(season);
        double share = window.rows() == 0 ? Double.NaN : (double) window.missing() / window.rows();
        double evidence = Math.max(more.takeHighest(), fewer.takeHighest());
        boolean judged = lastRows > 0;
        if (!alarmed && share <= limits.most()) {
            more.over();
        }
        if (!alarmed && share >= limits.least()) {
            fewer.over();
        }
        AbsenceChart standing = more.standing() ? more : fewer;
        boolean alarm = alarmed || standing.standing();
        alarmed = false;
        if (alarm && window.rows() > 0) {
            return alarm(season, standing, evidence, window.missing(), window.rows(), risks);
        }
        return withoutEpisode
                ? insufficient(
                        season,
                        "rows came without an episode key; rows of one patient, counted as many, would"
                                + " break the promise on false alarms")
                : limits.absence().rows() == 0
                        ? insufficient(season, "the baseline has no row to compare with")
                        : judged && window.rows() > 0 ? inOrder(season, share, evidence, window) : few(season, window);
    }

    /** The block that was judged last is of another window. */
    void startWindow() {
        lastRows = 0;
    }

    private Finding few(int season, FeatureCounts window) {
        long waiting = dayRows + blockRows;
        return insufficient(
                season,
                Wording.count(window.rows(), "row") + " in this window, " + waiting
                        + " since the last comparison, too few or too short a time for the next; they are kept");
    }

    private Finding insufficient(int season, String why) {
        String feature = profiles.get(season).feature();
        return Finding.of(Kind.MISSINGNESS, Missingness.ID, feature, State.INSUFFICIENT, feature + ": " + why + ".");
    }

    private Finding inOrder(int season, double share, double evidence, FeatureCounts window) {
        ToleratedAbsence limits = tolerated.get(season);
        String feature = profiles.get(season).feature();
        String text = feature + ": " + Wording.percent(share) + " of " + Wording.count(window.rows(), "row")
                + " have no value, in the baseline " + before(limits.absence()) + ".";
        Finding finding = Finding.of(Kind.MISSINGNESS, Missingness.ID, feature, State.OK, text)
                .measured(measure(limits, evidence, window.rows()));
        return smallest(limits).map(finding::wouldHaveFound).orElse(finding);
    }

    private Finding alarm(
            int season, AbsenceChart chart, double evidence, long missing, long rows, FeatureCounts risks) {
        ToleratedAbsence limits = tolerated.get(season);
        FeatureProfile profile = profiles.get(season);
        String feature = profile.feature();
        boolean up = chart == more;
        double share = (double) missing / rows;
        String text = feature + ": " + (up ? "more" : "fewer") + " values are missing since about "
                + Wording.day(chart.since()) + ": " + Wording.percent(share) + " of " + Wording.count(rows, "row")
                + " have none, in the baseline " + before(limits.absence()) + "; "
                + (up ? "up to " + Wording.percent(limits.most()) : "down to " + Wording.percent(limits.least()))
                + " is tolerated.";
        String look = up
                ? "whether the interface that delivers " + feature
                        + ", or the code under which it is filed, has changed; whether it is still measured in these patients"
                : "whether something began to fill in " + feature + " where it was not measured, for example a default";
        Finding finding = Finding.of(Kind.MISSINGNESS, Missingness.ID, feature, State.ALARM, text)
                .measured(measure(limits, evidence, rows))
                .since(chart.since())
                .patients(up ? chart.missing() : chart.rows() - chart.missing())
                .lookFirst(look);
        return RiskEffect.on(finding, profile, share, risks);
    }

    private static String before(Absence absence) {
        return Wording.percent(absence.rate()) + " of " + absence.rows() + " had none";
    }

    private Measure measure(ToleratedAbsence limits, double evidence, long rows) {
        String from = Wording.brief(each.perYear()) + " false alarms a year, a part of the plan's; tolerated from "
                + Wording.percent(Math.max(0, limits.least())) + " to " + Wording.percent(Math.min(1, limits.most()));
        return new Measure(evidence, 1, limits.absence().rows(), rows, FORMULA, from);
    }

    /** The smallest change that a block like the last one would have shown at once. */
    private Optional<String> smallest(ToleratedAbsence limits) {
        long rows = lastRows;
        long most = rows + 1;
        if (limits.judgesMore()) {
            BinaryChain chain = limits.atMost(scatter);
            most = first(rows, s -> more.after(limits.more(s, rows, after, chain), lastBudget) >= 1);
        }
        long least = rows + 1;
        if (limits.judgesFewer()) {
            BinaryChain chain = limits.atLeast(scatter);
            least = first(rows, s -> fewer.after(limits.fewer(rows - s, rows, after, chain), lastBudget) >= 1);
        }
        String upward = most > rows ? "" : "from " + Wording.percent((double) most / rows) + " missing on";
        String downward = least > rows ? "" : "down to " + Wording.percent((double) (rows - least) / rows);
        String both = upward + (upward.isEmpty() || downward.isEmpty() ? "" : ", or ") + downward;
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of("at once, in a block of " + Wording.count(rows, "row") + ": " + both);
    }

    /** The first whole number in [0, n] of which it is true, as of all that follow; n + 1 if there is none. */
    private static long first(long n, LongPredicate found) {
        long low = -1;
        long high = n + 1;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (found.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    void save(StateOutput out) {
        more.save(out);
        if (fewerAtAll) {
            fewer.save(out);
        }
        scatter.save(out);
        out.putLongs(
                new long[] {dayRows, dayMissing, blockRows, blockMissing, lastRows, alarmed ? 1 : 0, after ? 1 : 0});
        out.putDouble(lastBudget);
    }

    void restore(StateInput in) {
        more.restore(in);
        if (fewerAtAll) {
            fewer.restore(in);
        }
        scatter.restore(in);
        long[] counts = in.getLongs(7);
        dayRows = counts[0];
        dayMissing = counts[1];
        blockRows = counts[2];
        blockMissing = counts[3];
        lastRows = counts[4];
        alarmed = counts[5] == 1;
        after = counts[6] == 1;
        lastBudget = in.getDouble();
    }
}
