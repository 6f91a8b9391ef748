package org.clinicalmlops.monitoring.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * When rows come, learnt from looks: so many in each hour of the week (UTC), a mean over the last {@value #MEMORY} weeks. From it follows
 * how many rows were to be expected since the last one, nights and weekends being what they are. Our own construction.
 *
 * <p>That so many were expected and none came has, in gamma-Poisson arrivals whose counts scatter {@code phi} times as much as
 * Poisson's, the probability {@code exp(-expected ln(phi) / (phi - 1))}; phi is measured on looks. If fewer came in the last week
 * than were to be expected, so much less is expected now, and of that three quarters: a quiet summer is no alarm.
 *
 * <p>Where the service closes, for {@value #CLOSED} hours or more, the next {@value #HOLIDAYS} openings after the last row may be holidays
 * and count nothing. Rows that stop in the middle of a day are missed within hours, rows that stop overnight in a service that
 * closes on the third day. Single-threaded.
 */
final class Arrivals {
    static final int MEMORY = 8;
    static final int CLOSED = 8;
    static final int HOLIDAYS = 2;

    /** Longer looks say nothing of hours. */
    static final Duration LONGEST_LOOK = Duration.ofHours(25);

    private static final int HOURS = 7 * 24;
    private static final int MOST_HOURS = 60 * 24; // of a gap that are added up
    private static final double CAUTION = 0.75;
    private static final double QUIET = 0.1; // of the mean rate
    private static final double SECONDS = 3600;
    private static final double WEEK = HOURS * SECONDS;
    private static final double KNOWN_WEEKS = 2; // of an hour before its forecast is compared
    private static final double FORECASTS = 20; // expected rows from which on their scatter is known
    private static final double UNKNOWN_SCATTER = 2;
    private static final double UNUSUAL = 3; // times the mean look

    private final double[] rates = new double[HOURS]; // rows an hour
    private final double[] weeks = new double[HOURS]; // how often an hour was seen, at most MEMORY
    private double misses; // sum of squared errors of forecasts
    private double forecasts; // sum of them
    private double looks; // number of them, at most a week's
    private double lookSeconds; // mean
    private double recentRows; // of about the last week before the last row
    private double recentForecast;
    private double gapForecast; // since the last row
    private Instant lastRow;
    private Instant blindUntil;

    Arrivals(Instant opened) {
        lastRow = opened;
        blindUntil = opened;
    }

    /** Learns from a look; from one that ends, or is in, a gap that was an alarm only when the last row came. */
    void learn(Look look, boolean stopped) {
        double seconds = Duration.between(look.from(), look.until()).toSeconds();
        if (look.counts().rows() == 0 && unusuallyLong(seconds)) {
            blindUntil = look.until();
            return;
        }
        looks = Math.min(HOURS, looks + 1);
        lookSeconds += (seconds - lookSeconds) / looks;
        if (!stopped && seconds > 0 && seconds <= LONGEST_LOOK.toSeconds()) {
            learn(look.from(), look.until(), look.counts().rows(), seconds);
        }
        Instant last = look.seen().row().orElse(lastRow);
        if (look.counts().rows() > 0 && last.isAfter(lastRow)) {
            gapForecast = 0;
            lastRow = last;
        }
    }

    /** A look of which nobody knows whether no row came, or no monitor ran: such time is no evidence. Our choice. */
    private boolean unusuallyLong(double seconds) {
        return seconds > Math.max(2 * SECONDS, UNUSUAL * lookSeconds);
    }

    private void learn(Instant from, Instant until, long rows, double seconds) {
        double forecast = 0;
        boolean known = true;
        for (Instant at = from; at.isBefore(until); at = next(at, until)) {
            int hour = hour(at);
            forecast += rates[hour] * hours(at, until);
            known &= weeks[hour] >= KNOWN_WEEKS;
        }
        if (known) {
            misses += (rows - forecast) * (rows - forecast);
            forecasts += forecast;
            gapForecast += forecast;
        }
        if (known && rows > 0) {
            double kept = Math.exp(-Duration.between(lastRow, until).toSeconds() / WEEK);
            recentRows = kept * recentRows + rows;
            recentForecast = kept * recentForecast + gapForecast;
        }
        for (Instant at = from; at.isBefore(until); at = next(at, until)) {
            int hour = hour(at);
            double part = hours(at, until);
            weeks[hour] = Math.min(MEMORY, weeks[hour] + part);
            rates[hour] += Math.min(1, part / weeks[hour]) * (rows * SECONDS / seconds - rates[hour]);
        }
    }

    /** The beginning of the next hour, or the end. */
    private static Instant next(Instant at, Instant until) {
        Instant next = Instant.ofEpochSecond((at.getEpochSecond() / 3600 + 1) * 3600);
        return next.isBefore(until) ? next : until;
    }

    private static double hours(Instant at, Instant until) {
        return Duration.between(at, next(at, until)).toMillis() / (1000 * SECONDS);
    }

    private static int hour(Instant at) {
        ZonedDateTime hour = at.atZone(ZoneOffset.UTC);
        return (hour.getDayOfWeek().getValue() - 1) * 24 + hour.getHour();
    }

    /**
     * Rows that were to be expected since the last one, as cautiously as is said above. Rows of a look were spread over its hours, so
     * counting begins an average look after the last row.
     */
    double expectedSince(Instant now) {
        Instant counted = latest(lastRow.plusSeconds((long) lookSeconds), blindUntil);
        double part = expectedPart();
        double quiet = QUIET * rowsAnHour();
        double expected = 0;
        int closed = 0;
        int openings = 0;
        int hours = 0;
        for (Instant at = lastRow; at.isBefore(now) && hours++ < MOST_HOURS; at = next(at, now)) {
            double rate = rates[hour(at)];
            boolean open = typical(hour(at)) >= quiet;
            openings += open && closed >= CLOSED ? 1 : 0;
            closed = open ? 0 : closed + 1;
            if (!at.isBefore(counted) && (openings == 0 || openings > HOLIDAYS)) {
                expected += part * rate * hours(at, now);
            }
        }
        return expected;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Mean rate of the same hour on weekdays, or at weekends: so that a chance hour without a row is no closing. */
    private double typical(int hour) {
        int first = hour / 24 < 5 ? 0 : 5;
        int last = first == 0 ? 5 : 7;
        double sum = 0;
        for (int day = first; day < last; day++) {
            sum += rates[24 * day + hour % 24];
        }
        return sum / (last - first);
    }

    /** Of what was learnt, the part that is expected now. */
    double expectedPart() {
        return CAUTION * (recentForecast > 0 ? Math.min(1, recentRows / recentForecast) : 1);
    }

    /** How many expected rows that did not come are one false alarm in {@code 1 / odds} gaps. */
    double limit(double odds) {
        double phi = forecasts < FORECASTS ? UNKNOWN_SCATTER : Math.max(1, misses / forecasts);
        double unlikely = Math.log(Math.max(1, 1 / odds));
        return phi - 1 < 1e-9 ? unlikely : unlikely * (phi - 1) / Math.log(phi);
    }

    double rowsAnHour() {
        double sum = 0;
        for (double rate : rates) {
            sum += rate;
        }
        return sum / HOURS;
    }

    /** Whether looks are short enough on average to tell hours apart. */
    boolean looksOftenEnough() {
        return looks > 0 && lookSeconds <= LONGEST_LOOK.toSeconds();
    }

    Instant lastRow() {
        return lastRow;
    }

    void save(StateOutput out) {
        out.putDoubles(rates);
        out.putDoubles(weeks);
        out.putDoubles(new double[] {misses, forecasts, looks, lookSeconds, recentRows, recentForecast, gapForecast});
        out.putInstant(lastRow);
        out.putInstant(blindUntil);
    }

    void restore(StateInput in) {
        System.arraycopy(in.getDoubles(HOURS), 0, rates, 0, HOURS);
        System.arraycopy(in.getDoubles(HOURS), 0, weeks, 0, HOURS);
        double[] sums = in.getDoubles(7);
        misses = sums[0];
        forecasts = sums[1];
        looks = sums[2];
        lookSeconds = sums[3];
        recentRows = sums[4];
        recentForecast = sums[5];
        gapForecast = sums[6];
        lastRow = in.getInstant();
        blindUntil = in.getInstant();
    }
}
