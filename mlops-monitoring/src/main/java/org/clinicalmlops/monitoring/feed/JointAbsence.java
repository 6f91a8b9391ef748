package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.sequential.BinaryChain;
import org.clinicalmlops.metrics.sequential.DirichletMixture;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether values are missing together that were not before: the counts of the baseline's patterns against a Dirichlet mixture
 * ({@link DirichletMixture}, kappa the number of cells). {@code M = sum over s of budget_s E(counts since window s)}, s the last
 * {@value #HISTORY} windows, each of which may be the one in which the change began (Shiryaev-Roberts); alarms at 1 and begins anew.
 * Patterns that fewer than {@value #RARE} of the baseline's rows have are one cell, and those that the baseline does not list another.
 *
 * <p>The baseline is a sample too: evidence is against every distribution that it leaves possible at {@value #LEVEL}, a risk that is
 * taken once for each baseline. Patterns come in runs as missing values do: all counts are divided by the inflation of the feature
 * that is missing in the longest runs. Less than {@value #APART} of the rows with another pattern is no alarm, however certain. The
 * numbers are our choice. Single-threaded.
 */
public final class JointAbsence implements Detector {
    /** Its id. */
    public static final String ID = "feed.pattern";

    static final double APART = 0.05;
    static final int HISTORY = 8;
    private static final double RARE = 0.01;
    private static final double LEVEL = 0.99;
    private static final long KNOWS_ITS_RUNS = 50; // missing values from which on a feature's own persistence is taken
    private static final double LARGEST_LOG = 700;
    private static final String FORMULA = "pattern-dirichlet-e-sr";

    private final MissingPatterns patterns;
    private final List<String> names;
    private final long minimumRows;
    private final Allowance allowance;
    private final long rowsBefore;
    private final int[] cells; // of each place
    private final double[] shares; // of each cell
    private final double inflation;
    private final double radius;
    private final long[] waiting;
    private Instant waitingFrom;
    private Instant judged;
    private final Deque<Past> history = new ArrayDeque<>();
    private Instant since;
    private boolean standing;

    /** A window that was judged. */
    private static final class Past {
        final Instant from;
        final double budget;
        final long[] counts;

        Past(Instant from, double budget, long[] counts) {
            this.from = from;
            this.budget = budget;
            this.counts = counts;
        }
    }

    public JointAbsence(Setting setting) {
        List<FeatureProfile> features = setting.baseline().features();
        patterns = setting.baseline().patterns();
        names = features.stream().map(FeatureProfile::feature).toList();
        minimumRows = setting.plan().minimumRows();
        allowance = setting.allowance();
        int places = patterns.places();
        rowsBefore = IntStream.range(0, places).mapToLong(patterns::count).sum();
        cells = new int[places];
        int common = 0;
        for (int i = 0; i < places - 1; i++) {
            cells[i] = share(i) >= RARE ? common++ : -1;
        }
        for (int i = 0; i < places; i++) {
            cells[i] = i == places - 1 ? common + 1 : cells[i] < 0 ? common : cells[i];
        }
        long[] before = new long[common + 2];
        for (int i = 0; i < places; i++) {
            before[cells[i]] += patterns.count(i);
        }
        shares = DirichletMixture.shares(before);
        inflation = inflation(features);
        radius = DirichletMixture.radius(shares.length, LEVEL);
        waiting = new long[places];
        waitingFrom = setting.since();
        judged = setting.since();
        since = setting.since();
    }

    private static double inflation(List<FeatureProfile> features) {
        double habit = Absence.habit(features);
        return features.stream()
                .filter(profile -> profile.missingInARow() > 0 && profile.missing() >= KNOWS_ITS_RUNS)
                .mapToDouble(profile -> Absence.of(profile, habit).inflation())
                .max()
                .orElse(new BinaryChain(0, habit).inflation());
    }

    @Override
    public List<Finding> close(Window window) {
        if (rowsBefore == 0) {
            return List.of(insufficient("the baseline knows no patterns to compare with"));
        }
        if (window.counts().withoutEpisode() > 0) {
            waitFrom(window.until());
            return List.of(insufficient("rows came without an episode key; rows of one patient, counted as many, would"
                    + " break the promise on false alarms"));
        }
        long rows = add(window.counts());
        if (rows < minimumRows) {
            return List.of(
                    insufficient("only " + Wording.count(rows, "row") + " so far, too few to compare; they are kept"));
        }
        Finding finding = judge(rows, window.until());
        waitFrom(window.until());
        return List.of(finding);
    }

    private long add(Counts counts) {
        long rows = 0;
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] += counts.pattern(i);
            rows += waiting[i];
        }
        return rows;
    }

    /** The next window begins. */
    private void waitFrom(Instant at) {
        Arrays.fill(waiting, 0);
        waitingFrom = at;
    }

    private Finding judge(long rows, Instant until) {
        double apart = 0;
        int most = 0;
        for (int i = 0; i < waiting.length; i++) {
            apart += Math.abs(excess(i, rows)) / 2;
            most = part(i, rows) > part(most, rows) ? i : most;
        }
        if (history.size() == HISTORY) {
            history.removeFirst();
        }
        double budget = allowance.between(judged, until);
        history.addLast(new Past(waitingFrom, budget, waiting.clone()));
        judged = until;
        Instant began = since;
        double highest = Double.NEGATIVE_INFINITY;
        double evidence = 0;
        double[] counts = new double[shares.length];
        for (Iterator<Past> backwards = history.descendingIterator(); backwards.hasNext(); ) {
            Past past = backwards.next();
            for (int i = 0; i < cells.length; i++) {
                counts[cells[i]] += past.counts[i] / inflation;
            }
            double log = DirichletMixture.logEvidence(counts, shares, rowsBefore / inflation, shares.length, radius);
            evidence += past.budget * Math.exp(Math.min(LARGEST_LOG, log));
            began = log > highest ? past.from : began;
            highest = Math.max(highest, log);
        }
        boolean alarm = evidence >= 1 && apart >= APART;
        since = standing ? since : began;
        standing = alarm || standing && highest > 0 && apart >= APART;
        if (evidence >= 1) {
            history.clear();
        }
        return standing ? alarm(most, rows, apart, evidence) : inOrder(rows, apart, evidence, budget);
    }

    /** What a place adds to the log-likelihood ratio: the pattern that is most remarkable, not the one that most rows have. */
    private double part(int place, long rows) {
        double now = (double) waiting[place] / rows;
        double before = (patterns.count(place) + 0.5) / (rowsBefore + cells.length / 2.0);
        return now == 0 ? 0 : now * Math.log(now / before);
    }

    private double excess(int place, long rows) {
        return (double) waiting[place] / rows - share(place);
    }

    private double share(int place) {
        return (double) patterns.count(place) / rowsBefore;
    }

    private Finding alarm(int place, long rows, double apart, double evidence) {
        double now = (double) waiting[place] / rows;
        List<String> missing = missing(place);
        boolean other = place == cells.length - 1;
        String what = other
                ? "values are missing together that rarely were in the baseline"
                : missing.isEmpty()
                        ? "more rows have every value"
                        : Names.of(missing) + (missing.size() == 1 ? " is missing alone" : " are missing together")
                                + " more often";
        String text = "Missing values: " + what + " since about " + Wording.day(since) + ": in "
                + Wording.percent(now) + " of " + Wording.count(rows, "row") + ", in the baseline in "
                + Wording.percent(share(place)) + " of " + rowsBefore + "; " + Wording.percent(apart)
                + " of the rows have another pattern than expected.";
        String look = missing.isEmpty()
                ? "which values are missing in the rows since then"
                : "whether " + Names.of(missing) + " come by one interface, panel or form, and what changed there";
        return Finding.of(Kind.MISSINGNESS, ID, Finding.MODEL, State.ALARM, text)
                .measured(measure(evidence, rows))
                .since(since)
                .patients(waiting[place])
                .lookFirst(look);
    }

    /** Features that are missing in a pattern; none for the place of all others, or where there are too many features to tell. */
    private List<String> missing(int place) {
        List<String> missing = new ArrayList<>();
        if (place < cells.length - 1 && names.size() <= Long.SIZE) {
            for (int f = 0; f < names.size(); f++) {
                if ((patterns.pattern(place) >>> f & 1) == 1) {
                    missing.add(names.get(f));
                }
            }
        }
        return missing;
    }

    /** The smallest share of so many rows with patterns that the baseline never had that would have been an alarm by itself; 1 for none. */
    private double smallest(long rows, double budget) {
        int low = 0;
        int high = 100;
        while (high - low > 1) { // per cent
            int middle = (low + high) / 2;
            double[] counts = new double[shares.length];
            for (int cell = 0; cell < counts.length; cell++) {
                counts[cell] = (1 - middle / 100.0) * shares[cell] * rows / inflation;
            }
            counts[counts.length - 1] += middle / 100.0 * rows / inflation;
            double log = DirichletMixture.logEvidence(counts, shares, rowsBefore / inflation, shares.length, radius);
            if (middle >= 100 * APART && log >= -Math.log(budget)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high / 100.0;
    }

    private Finding inOrder(long rows, double apart, double evidence, double budget) {
        String text = "Missing values: they are missing together as in the baseline; " + Wording.percent(apart) + " of "
                + Wording.count(rows, "row") + " have another pattern, as chance may have it.";
        Finding finding =
                Finding.of(Kind.MISSINGNESS, ID, Finding.MODEL, State.OK, text).measured(measure(evidence, rows));
        double smallest = smallest(rows, budget);
        return smallest < 1
                ? finding.wouldHaveFound("patterns that the baseline never had, from " + Wording.percent(smallest)
                        + " of " + Wording.count(rows, "row") + " on")
                : finding;
    }

    private Measure measure(double evidence, long rows) {
        String from = Wording.brief(allowance.perYear()) + " false alarms a year, a part of the plan's; at least "
                + Wording.percent(APART) + " of rows with another pattern";
        return new Measure(evidence, 1, rowsBefore, rows, FORMULA, from);
    }

    private static Finding insufficient(String why) {
        return Finding.of(
                Kind.MISSINGNESS,
                ID,
                Finding.MODEL,
                State.INSUFFICIENT,
                "Missing values, which together: " + why + ".");
    }

    @Override
    public void save(StateOutput out) {
        out.putLongs(waiting);
        out.putInstant(waitingFrom);
        out.putInstant(judged);
        out.putInstant(since);
        out.putLongs(new long[] {standing ? 1 : 0, history.size()});
        for (Past past : history) {
            out.putInstant(past.from);
            out.putDouble(past.budget);
            out.putLongs(past.counts);
        }
    }

    @Override
    public void restore(StateInput in) {
        System.arraycopy(in.getLongs(waiting.length), 0, waiting, 0, waiting.length);
        waitingFrom = in.getInstant();
        judged = in.getInstant();
        since = in.getInstant();
        long[] counts = in.getLongs(2);
        standing = counts[0] == 1;
        history.clear();
        for (int i = 0; i < counts[1]; i++) {
            history.addLast(new Past(in.getInstant(), in.getDouble(), in.getLongs(waiting.length)));
        }
    }
}
