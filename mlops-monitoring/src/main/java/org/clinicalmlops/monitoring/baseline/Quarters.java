package org.clinicalmlops.monitoring.baseline;

import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which quarter of which year each row is of, by the calendar in UTC; years are counted from the first row. A last year of which at
 * most a fortnight is wanting is a whole one; our choice. Where an instant is absurd there are no years. Immutable.
 */
final class Quarters {
    /** The months of each. */
    static final List<List<Month>> MONTHS = List.of(
            List.of(Month.JANUARY, Month.FEBRUARY, Month.MARCH),
            List.of(Month.APRIL, Month.MAY, Month.JUNE),
            List.of(Month.JULY, Month.AUGUST, Month.SEPTEMBER),
            List.of(Month.OCTOBER, Month.NOVEMBER, Month.DECEMBER));

    static final int QUARTERS = 4;

    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant YEAR_9999 = Instant.parse("9999-01-01T00:00:00Z");
    private static final Duration WANTING = Duration.ofDays(14);

    private final int[] quarters;
    private final int[] years;
    private final int wholeYears;

    private Quarters(int[] quarters, int[] years, int wholeYears) {
        this.quarters = quarters;
        this.years = years;
        this.wholeYears = wholeYears;
    }

    static Quarters of(List<Instant> times) {
        int n = times.size();
        int[] quarters = new int[n];
        int[] years = new int[n];
        if (n == 0) {
            return new Quarters(quarters, years, 0);
        }
        Instant earliest = times.stream().min(Instant::compareTo).orElseThrow();
        Instant latest = times.stream().max(Instant::compareTo).orElseThrow();
        if (earliest.isBefore(YEAR_1) || latest.isAfter(YEAR_9999)) {
            return new Quarters(quarters, years, 0);
        }
        ZonedDateTime first = earliest.atZone(ZoneOffset.UTC);
        ZonedDateTime last = latest.plus(WANTING).atZone(ZoneOffset.UTC);
        int[] starts = IntStream.iterate(1, k -> !first.plusYears(k).isAfter(last), k -> k + 1)
                .toArray();
        long[] ends = Arrays.stream(starts)
                .mapToLong(k -> first.plusYears(k).toEpochSecond())
                .toArray();
        for (int row = 0; row < n; row++) {
            Instant at = times.get(row);
            quarters[row] = (at.atZone(ZoneOffset.UTC).getMonthValue() - 1) / 3;
            int found = Arrays.binarySearch(ends, at.getEpochSecond());
            years[row] = found >= 0 ? found + 1 : -found - 1;
        }
        return new Quarters(quarters, years, ends.length);
    }

    /** The quarter of a row, 0 for January to March. */
    int quarter(int row) {
        return quarters[row];
    }

    /** The year of a row, 0 for that which begins with the first; {@link #wholeYears} for a last one that is none. */
    int year(int row) {
        return years[row];
    }

    int wholeYears() {
        return wholeYears;
    }

    /** Rows of each quarter in each whole year, the quarter first. */
    long[][] sizes() {
        long[][] sizes = new long[QUARTERS][wholeYears];
        for (int row = 0; row < quarters.length; row++) {
            if (years[row] < wholeYears) {
                sizes[quarters[row]][years[row]]++;
            }
        }
        return sizes;
    }
}
