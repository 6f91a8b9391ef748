package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the monitor itself runs: silence because it died is no silence. A gap between looks is too long if it is longer than two days and
 * {@value #TIMES} times as long as looks are on average in this host (one that only closes windows looks once a window; of the first
 * {@value #FEW} looks nothing is known but the window). It is told by the look that ends it. A window of {@value #TIMES} times the
 * plan's length was closed late: several in one. Facts, no tests; the numbers are our choice. Single-threaded.
 */
final class Heartbeat {
    static final Duration SHORTEST = Duration.ofDays(2);
    static final double TIMES = 1.5;
    static final int FEW = 3;

    private final Optional<Duration> window; // of the plan, if it is one of time
    private final double atMost; // seconds until a window closes at the latest
    private long looks;
    private double meanSeconds;
    private long looksOfWindow;
    private Instant gapFrom = Instant.EPOCH;
    private Instant gapUntil = Instant.EPOCH; // the longest of the window that was too long
    private long longest; // seconds, of the window
    private Instant looked;

    Heartbeat(Windows windows, Instant opened) {
        window = windows.fold(
                every -> Optional.of(length(opened, every.period())),
                calendar -> Optional.of(Duration.ofDays(calendar.unit() == Windows.Calendar.Unit.WEEK ? 7 : 31)),
                rows -> Optional.empty());
        atMost = windows.<Duration>fold(
                        every -> length(opened, every.period()),
                        calendar -> window.get(),
                        rows -> length(opened, rows.atMost()))
                .toSeconds();
        looked = opened;
    }

    private static Duration length(Instant from, Period period) {
        return Duration.between(from, from.atZone(ZoneOffset.UTC).plus(period).toInstant());
    }

    Optional<Finding> look(Look look) {
        long seconds = Duration.between(look.from(), look.until()).toSeconds();
        double usual = looks < FEW ? atMost : meanSeconds;
        boolean late = seconds > Math.max(SHORTEST.toSeconds(), TIMES * usual);
        looked = look.until();
        looksOfWindow++;
        longest = Math.max(longest, seconds);
        if (!late) {
            looks++;
            meanSeconds += (seconds - meanSeconds) / looks;
            return Optional.empty();
        }
        if (seconds > Duration.between(gapFrom, gapUntil).toSeconds()) {
            gapFrom = look.from();
            gapUntil = look.until();
        }
        return Optional.of(gap());
    }

    /** When somebody looked last. */
    Instant looked() {
        return looked;
    }

    Finding close(Window closed) {
        boolean gap = gapUntil.isAfter(gapFrom);
        double seconds = Duration.between(closed.from(), closed.until()).toSeconds();
        boolean several = window.isPresent() && seconds > TIMES * window.get().toSeconds();
        boolean late = Duration.between(closed.until(), looked).compareTo(SHORTEST) > 0;
        Finding finding = gap
                ? gap()
                : several
                        ? of(
                                State.ALARM,
                                "one window from " + Wording.day(closed.from()) + " to " + Wording.day(closed.until())
                                        + ", "
                                        + Wording.tenths(seconds / window.get().toSeconds())
                                        + " times as long as planned: nobody closed windows in time.")
                        : late
                                ? of(
                                        State.NOTICE,
                                        "the window that ended on " + Wording.day(closed.until()) + " was closed on "
                                                + Wording.day(looked) + "; the rows until then are in it.")
                                : of(
                                        State.OK,
                                        "it ran; " + Wording.count(looksOfWindow, "look") + " in this window, "
                                                + Wording.tenths(longest / 3600.0) + " hours apart at most.");
        looksOfWindow = 0;
        longest = 0;
        gapFrom = Instant.EPOCH;
        gapUntil = Instant.EPOCH;
        return finding;
    }

    private Finding gap() {
        double seconds = Duration.between(gapFrom, gapUntil).toSeconds();
        double usual = looks < FEW ? atMost : meanSeconds;
        return of(
                        State.ALARM,
                        "from " + Wording.minute(gapFrom) + " until " + Wording.minute(gapUntil)
                                + " nobody looked; the monitor was not running, and what happened then was found late"
                                + " if at all.")
                .measured(new Measure(
                        seconds,
                        Math.max(SHORTEST.toSeconds(), TIMES * usual),
                        looks,
                        1,
                        "gap-between-looks",
                        "two days, or " + TIMES + " times the usual, in seconds"))
                .since(gapFrom)
                .lookFirst("what calls the monitor: the scheduler, the service it runs in");
    }

    private static Finding of(State state, String text) {
        return Finding.of(Kind.OVERSIGHT, Oversight.ID, "heartbeat", state, "The monitor: " + text);
    }

    void save(StateOutput out) {
        out.putLongs(new long[] {looks, looksOfWindow, longest});
        out.putDouble(meanSeconds);
        out.putInstant(gapFrom);
        out.putInstant(gapUntil);
        out.putInstant(looked);
    }

    void restore(StateInput in) {
        long[] counts = in.getLongs(3);
        looks = counts[0];
        looksOfWindow = counts[1];
        longest = counts[2];
        meanSeconds = in.getDouble();
        gapFrom = in.getInstant();
        gapUntil = in.getInstant();
        looked = in.getInstant();
    }
}
