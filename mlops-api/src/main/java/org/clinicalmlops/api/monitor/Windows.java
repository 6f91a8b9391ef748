package org.clinicalmlops.api.monitor;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/** How long observations are collected before they are compared. Immutable. */
public sealed interface Windows extends Declared {
    /**
     * Whole multiples of a period from the opening on, in UTC.
     *
     * @param period longer than zero, at most a hundred years
     */
    record Every(Period period) implements Windows {
        public Every {
            check("window", period);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("every").with("period", period.toString());
        }
    }

    /**
     * Weeks from Monday on, or months, of the calendar where the hospital is. The first window is shorter.
     *
     * @param unit what a window is
     * @param zone whose midnight ends it
     */
    record Calendar(Unit unit, ZoneId zone) implements Windows {
        /** What a window of the calendar is. */
        public enum Unit {
            WEEK,
            MONTH
        }

        public Calendar {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("calendar").with("unit", unit.name()).with("zone", zone.getId());
        }
    }

    /**
     * As soon as a review finds so many rows, ends with that review.
     *
     * @param rows {@code >= 1}
     * @param atMost ends after this time also with fewer; longer than zero, at most a hundred years
     */
    record Rows(long rows, Period atMost) implements Windows {
        public Rows {
            if (rows < 1) {
                throw new IllegalArgumentException("rows must be >= 1, was " + rows);
            }
            check("atMost", atMost);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("rows").with("rows", rows).with("atMost", atMost.toString());
        }
    }

    static Windows every(Period period) {
        return new Every(period);
    }

    static Windows weeks(ZoneId zone) {
        return new Calendar(Calendar.Unit.WEEK, zone);
    }

    static Windows months(ZoneId zone) {
        return new Calendar(Calendar.Unit.MONTH, zone);
    }

    static Windows ofRows(long rows, Period atMost) {
        return new Rows(rows, atMost);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Every, ? extends T> every,
            Function<? super Calendar, ? extends T> calendar,
            Function<? super Rows, ? extends T> rows) {
        if (this instanceof Every e) {
            return every.apply(e);
        }
        if (this instanceof Calendar c) {
            return calendar.apply(c);
        }
        return rows.apply((Rows) this);
    }

    /**
     * The end of the window that a review closes, if one is over. If several have passed since {@code from}, they are one. A clock
     * that stands beyond the year 9999 is read as its start; one that stands before {@code from} closes nothing.
     *
     * @param opened when the monitor was opened
     * @param from start of the open window
     * @param now of the review
     * @param rows seen in the open window so far
     */
    default Optional<Instant> endOf(Instant opened, Instant from, Instant now, long rows) {
        if (!now.isAfter(from)) {
            return Optional.empty();
        }
        Instant at = notTooLate(now);
        Instant end = this.<Instant>fold(
                every -> lastOf(opened, every.period(), at),
                calendar -> startOf(calendar, at),
                counted -> rows >= counted.rows()
                                || !plus(from, counted.atMost(), 1).isAfter(at)
                        ? at
                        : from);
        return end.isAfter(from) ? Optional.of(end) : Optional.empty();
    }

    private static void check(String name, Period period) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero, was " + period);
        }
        if (period.toTotalMonths() > 1_200 || period.getDays() > 36_600) {
            throw new IllegalArgumentException(name + " must be at most a hundred years, was " + period);
        }
    }

    /** At most the start of the year 9999: far enough from the end of time that no arithmetic with it fails. */
    private static Instant notTooLate(Instant now) {
        Instant latest = Instant.ofEpochSecond(253_370_764_800L);
        return now.isAfter(latest) ? latest : now;
    }

    private static Instant startOf(Calendar calendar, Instant now) {
        LocalDate day = now.atZone(calendar.zone()).toLocalDate();
        LocalDate first = calendar.unit() == Calendar.Unit.WEEK
                ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                : day.withDayOfMonth(1);
        return first.atStartOfDay(calendar.zone()).toInstant();
    }

    /** The last boundary at or before {@code now}; each is counted from the opening, so that months of unequal length do not shift. */
    private static Instant lastOf(Instant opened, Period period, Instant now) {
        int low = 0;
        int high = 1;
        while (high < 1 << 22 && !plus(opened, period, high).isAfter(now)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) { // plus(low) <= now
            int middle = (low + high) >>> 1;
            if (plus(opened, period, middle).isAfter(now)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return plus(opened, period, low);
    }

    private static Instant plus(Instant from, Period period, int times) {
        ZonedDateTime start = from.atZone(ZoneOffset.UTC);
        return start.plus(period.multipliedBy(times)).toInstant();
    }
}
