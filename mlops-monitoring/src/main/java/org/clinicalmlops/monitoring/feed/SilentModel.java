package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/** Whether rows still come; see {@link Arrivals} for the rule. Single-threaded. */
final class SilentModel {
    private static final long FEWEST_ROWS = 50;
    private static final String FORMULA = "expected-rows-that-did-not-come";

    private final Allowance allowance;
    private final Instant opened;
    private final Arrivals arrivals;
    private long rows;
    private boolean stopped;
    private boolean alarmed; // since the last close
    private Instant stoppedAt; // last row before the last alarm
    private double highest; // expected rows since the last close

    SilentModel(Allowance allowance, Instant opened) {
        this.allowance = allowance;
        this.opened = opened;
        arrivals = new Arrivals(opened);
        stoppedAt = opened;
    }

    /** Takes a look; what it says if rows have just been found to have stopped. */
    Optional<Finding> look(Look look, double rowsAYear) {
        rows += look.counts().rows();
        boolean before = stopped;
        if (look.counts().rows() > 0) {
            arrivals.learn(look, stopped);
            stopped = false;
            return Optional.empty();
        }
        arrivals.learn(look, stopped);
        if (!knows(look.until())) {
            return Optional.empty();
        }
        double expected = arrivals.expectedSince(look.until());
        double limit = limit(rowsAYear);
        highest = Math.max(highest, expected);
        stopped |= expected >= limit;
        if (before || !stopped) {
            return Optional.empty();
        }
        alarmed = true;
        stoppedAt = arrivals.lastRow();
        return Optional.of(alarm(look.until(), limit));
    }

    private boolean knows(Instant now) {
        return !now.isBefore(opened.plus(Duration.ofDays(DeadFeed.LEARNING)))
                && rows >= FEWEST_ROWS
                && arrivals.looksOftenEnough();
    }

    private double limit(double rowsAYear) {
        return arrivals.limit(allowance.perYear() / rowsAYear);
    }

    private Finding alarm(Instant now, double limit) {
        String text = "Rows: none since " + Wording.minute(stoppedAt) + "; "
                + Wording.tenths(highest) + " were to be expected at the least by " + Wording.minute(now)
                + ", as rows come at these hours of the week.";
        return finding(State.ALARM, text)
                .measured(measure(limit))
                .since(stoppedAt)
                .lookFirst("whether the model is still asked: the service, the schedule that calls it, the feed of"
                        + " patients; then whether the ward is closed");
    }

    Finding close(Window window, double rowsAYear) {
        Instant until = window.until();
        double limit = limit(rowsAYear);
        boolean alarm = alarmed || stopped;
        Finding finding;
        if (alarm) {
            finding = stopped ? alarm(until, limit) : again(limit);
        } else if (!knows(until)) {
            finding = finding(
                    State.INSUFFICIENT,
                    arrivals.looksOftenEnough()
                            ? "Rows: when they come is still being learnt, from " + DeadFeed.LEARNING + " days and "
                                    + FEWEST_ROWS + " rows."
                            : "Rows: the monitor is looked at too seldom to see that they stop; a pulse every hour would.");
        } else {
            double hours = limit / arrivals.expectedPart() / arrivals.rowsAnHour();
            finding = finding(
                            State.OK,
                            "Rows: they come as usual, " + window.counts().rows() + " in this window.")
                    .measured(measure(limit))
                    .wouldHaveFound("after " + Wording.tenths(hours) + " hours of average business without a row");
        }
        alarmed = false;
        highest = 0;
        return finding;
    }

    private Finding again(double limit) {
        String text = "Rows: none came for a time after " + Wording.minute(stoppedAt) + ", though "
                + Wording.tenths(highest) + " were to be expected at the least; they come again.";
        return finding(State.ALARM, text)
                .measured(measure(limit))
                .since(stoppedAt)
                .lookFirst("whether the model was asked in that time, and who went without a prediction");
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.DEAD_FEED, DeadFeed.ID, Finding.MODEL, state, text);
    }

    private Measure measure(double limit) {
        return new Measure(
                highest,
                limit,
                0,
                rows,
                FORMULA,
                Wording.brief(allowance.perYear())
                        + " false alarms a year, a part of the plan's; rows as learnt by hour of the week");
    }

    void save(StateOutput out) {
        arrivals.save(out);
        out.putLongs(new long[] {rows, stopped ? 1 : 0, alarmed ? 1 : 0});
        out.putInstant(stoppedAt);
        out.putDouble(highest);
    }

    void restore(StateInput in) {
        arrivals.restore(in);
        long[] state = in.getLongs(3);
        rows = state[0];
        stopped = state[1] == 1;
        alarmed = state[2] == 1;
        stoppedAt = in.getInstant();
        highest = in.getDouble();
    }
}
