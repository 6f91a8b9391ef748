package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.OperationLimits;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The work around predictions, one finding a figure, each with its number also when it is in order: how many rows came, how long
 * predictions took, attempts without an answer, alerts, overrides, eligible patients without a prediction, inputs that could not be
 * fetched. Limits are the plan's ({@link OperationLimits}); for inputs that could not be fetched the one of attempts without an answer.
 *
 * <p>Rows are compared with the weeks before ({@link Volume}): an alarm if chance explains them with a probability below alpha and
 * they are at most {@value #FEW} or at least {@value #MANY} times as many as expected (our choice). Each figure has an equal part
 * of the allowance, and alpha is its part for the time of the window. Single-threaded.
 */
public final class OperationFigures implements Detector {
    /** Its id. */
    public static final String ID = "feed.operation";

    static final double FEW = 0.7;
    static final double MANY = 1.5;
    private static final int FIGURES = 7;
    private static final double WEEK = 7 * 86_400;
    private static final double SLOW = 0.01; // beyond the 99th percentile

    private final OperationLimits limits;
    private final long minimumRows;
    private final Allowance each;
    private final Volume volume;
    private Instant last;

    public OperationFigures(Setting setting) {
        limits = setting.plan().operation();
        minimumRows = setting.plan().minimumRows();
        each = setting.allowance().over(FIGURES);
        volume = new Volume(setting.since());
        last = setting.since();
    }

    @Override
    public List<Finding> look(Look look) {
        volume.count(look);
        return List.of();
    }

    @Override
    public List<Finding> close(Window window) {
        double alpha = each.alpha(last, window.until());
        last = window.until();
        Counts counts = window.counts();
        long rows = counts.rows();
        long noted = counts.operation(Operation.ABSTAINED);
        long abstained = noted > 0 ? noted : counts.risk().missing();
        long attempts = noted > 0 ? Math.max(rows, noted) : counts.firsts();
        long failed = counts.operation(Operation.RETRIEVAL_FAILED);
        long answers = noted > 0 ? Math.max(0, rows - noted) : rows;
        long alerted = Math.min(answers, counts.operation(Operation.ALERTED));
        long overridden = counts.operation(Operation.OVERRIDDEN);
        long answered = overridden + counts.operation(Operation.ACCEPTED);
        long eligible = counts.operation(Operation.ELIGIBLE);
        long scored = Math.min(eligible, counts.firsts() - counts.risk().missing());
        List<ShareFigure> shares = List.of(
                new ShareFigure(
                        "abstention",
                        "attempts without an answer",
                        abstained,
                        attempts,
                        limits.abstainedAtMost(),
                        true,
                        "which inputs are missing in the attempts without an answer"),
                new ShareFigure(
                        "alerts",
                        "predictions that ask for action",
                        alerted,
                        answers,
                        limits.alertsPerHundredAtMost() / 100,
                        true,
                        "whether the risks, or the threshold above which somebody is asked, have changed"),
                new ShareFigure(
                        "overrides",
                        "alerts that were decided otherwise",
                        overridden,
                        answered,
                        limits.overriddenAtMost(),
                        true,
                        "reasons that were given, and whether the alerts reach the right people at the right time"),
                new ShareFigure(
                        "scored",
                        "eligible patients with a prediction",
                        scored,
                        eligible,
                        limits.scoredAtLeast(),
                        false,
                        "who was eligible and got no prediction: figures on outcomes do not speak for them"),
                new ShareFigure(
                        "retrieval",
                        "attempts whose inputs could not be fetched",
                        failed,
                        Math.max(rows, failed),
                        limits.abstainedAtMost(),
                        true,
                        "the interfaces by which inputs are fetched"));
        List<Finding> findings = new ArrayList<>(List.of(volume(window, alpha), latency(counts, alpha)));
        shares.forEach(share -> findings.add(share.judge(alpha, minimumRows)));
        volume.learn();
        return findings;
    }

    private Finding volume(Window window, double alpha) {
        long rows = window.counts().rows();
        double length = Duration.between(window.from(), window.until()).toSeconds() / WEEK;
        String weekly = Wording.tenths(rows / length) + " a week";
        if (!volume.knows()) {
            return of(
                    "volume",
                    State.INSUFFICIENT,
                    "Operation, rows: " + rows + ", " + weekly + "; what is usual is still being learnt, from "
                            + Volume.FEWEST_WEEKS + " weeks.");
        }
        double expected = volume.expected(length);
        double chance = 2 * Math.min(volume.atMost(rows, length), volume.atLeast(rows, length));
        double times = rows / expected;
        boolean apart = times <= FEW || times >= MANY;
        State state = !apart ? State.OK : chance <= alpha ? State.ALARM : State.NOTICE;
        String text = "Operation, rows: " + rows + ", " + weekly + "; as in the weeks before, "
                + Wording.tenths(expected) + " were to be expected"
                + (state == State.OK ? "; in order" : state == State.NOTICE ? "; chance may do that" : "") + ".";
        Finding finding = of("volume", state, text)
                .measured(new Measure(
                        rows,
                        times < 1 ? FEW * expected : MANY * expected,
                        Math.round(volume.weeks()),
                        rows,
                        "volume-negative-binomial",
                        "weeks before, scatter " + Wording.tenths(volume.scatter()) + " times Poisson's; alpha "
                                + Wording.brief(alpha)));
        return state == State.OK
                ? finding.wouldHaveFound(smallest(length, alpha))
                : finding.lookFirst(
                        times < 1
                                ? "whether the model is asked for everybody: the schedule, the feed of patients, a ward"
                                        + " that moved"
                                : "whether rows come twice, or from patients that the model was not made for");
    }

    /** The least and the greatest number of rows that would not have been an alarm. */
    private String smallest(double length, double alpha) {
        double expected = volume.expected(length);
        long low = (long) (FEW * expected);
        while (low >= 0 && 2 * volume.atMost(low, length) > alpha) {
            low -= Math.max(1, low / 50);
        }
        long high = (long) Math.ceil(MANY * expected);
        while (2 * volume.atLeast(high, length) > alpha) {
            high += Math.max(1, high / 50);
        }
        return (low < 0 ? "" : "down to " + low + " rows, or ") + "from " + high + " rows on";
    }

    private Finding latency(Counts counts, double alpha) {
        long limit = limits.slowest().toNanos();
        long all = 0;
        long slower = 0;
        for (int power = 0; power < 63; power++) {
            long n = counts.latency(power);
            all += n;
            slower += 1L << power >= limit ? n : 0;
        }
        String what = "time of a prediction";
        if (all < minimumRows) {
            return of(
                    "latency",
                    State.INSUFFICIENT,
                    "Operation, " + what + ": " + Wording.count(all, "time") + " told, too few to judge.");
        }
        int power = percentile(counts, all);
        ShareFigure figure = new ShareFigure(
                "latency",
                what,
                slower,
                all,
                SLOW,
                true,
                "the service and what it waits for: retrieval of inputs first");
        Finding share = figure.judge(alpha, minimumRows);
        boolean beyond = 1L << power >= limit;
        State state = share.state() == State.ALARM ? State.ALARM : beyond ? State.NOTICE : State.OK;
        String text = "Operation, " + what + ": 99 of 100 took at most " + time(1L << power) + " to "
                + time(2.0 * (1L << power)) + " of " + all + ", at most " + time(limit) + " by the plan; "
                + Wording.percent((double) slower / all) + " certainly took longer than that.";
        Finding finding = of("latency", state, text)
                .measured(new Measure(
                        1L << power,
                        limit,
                        0,
                        all,
                        "latency-p99-powers-of-two",
                        "limit of the plan in ns; 1 % slower, passed beyond chance at alpha " + Wording.brief(alpha)));
        return state != State.OK
                ? finding.lookFirst(figure.lookFirst())
                : share.context()
                        .wouldHaveFound()
                        .map(smallest -> finding.wouldHaveFound("slower than that: " + smallest))
                        .orElse(finding);
    }

    /** The power of two in whose cell the 99th percentile is. */
    private static int percentile(Counts counts, long all) {
        long beyond = 0;
        int power = 62;
        while (power > 0 && beyond + counts.latency(power) <= SLOW * all) {
            beyond += counts.latency(power--);
        }
        return power;
    }

    private static String time(double nanos) {
        return nanos >= 1e9
                ? Wording.factor(nanos / 1e9) + " s"
                : nanos >= 1e6 ? Wording.factor(nanos / 1e6) + " ms" : Wording.factor(nanos / 1e3) + " us";
    }

    private static Finding of(String subject, State state, String text) {
        return Finding.of(Kind.OPERATION, ID, subject, state, text);
    }

    @Override
    public void save(StateOutput out) {
        volume.save(out);
        out.putInstant(last);
    }

    @Override
    public void restore(StateInput in) {
        volume.restore(in);
        last = in.getInstant();
    }
}
