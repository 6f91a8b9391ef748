package org.clinicalmlops.api.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    private static final Instant OPENED = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Optional<Instant> end(Windows windows, String opened, String from, String now) {
        return windows.endOf(Instant.parse(opened), Instant.parse(from), Instant.parse(now), 0);
    }

    @ParameterizedTest(name = "{0} opened {1}, seen {2}: {3}")
    @CsvSource({
        "P1M, 2020-01-31T12:00:00Z, 2020-01-31T11:00:00Z,", // before it was opened
        "P1M, 2020-01-31T12:00:00Z, 2020-01-31T12:00:00Z,",
        "P1M, 2020-01-31T12:00:00Z, 2020-02-29T11:59:59Z,",
        "P1M, 2020-01-31T12:00:00Z, 2020-02-29T12:00:00Z, 2020-02-29T12:00:00Z",
        "P1M, 2020-01-31T12:00:00Z, 2020-03-31T12:00:00Z, 2020-03-31T12:00:00Z", // not the 29th
        "P7D, 2020-01-31T12:00:00Z, 2020-02-20T00:00:00Z, 2020-02-14T12:00:00Z", // two in one
        "P1M7D, 2020-01-01T00:00:00Z, 2020-03-20T00:00:00Z, 2020-03-15T00:00:00Z",
        "P1Y, 2020-01-01T00:00:00Z, 2029-12-31T00:00:00Z, 2029-01-01T00:00:00Z",
        "P100Y, 2020-01-01T00:00:00Z, 2119-12-31T23:59:59Z,",
    })
    void multiplesOfAPeriodAreCountedFromTheOpening(Period period, String opened, String now, Instant end) {
        assertThat(end(Windows.every(period), opened, opened, now)).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void theNextWindowBeginsWhereTheLastEndedHoweverLateTheReviewWas() {
        Windows months = Windows.every(Period.ofMonths(1));
        String opened = "2020-01-31T12:00:00Z";
        assertThat(end(months, opened, "2020-02-29T12:00:00Z", "2020-03-30T00:00:00Z"))
                .isEmpty();
        assertThat(end(months, opened, "2020-02-29T12:00:00Z", "2020-03-31T12:00:00Z"))
                .contains(Instant.parse("2020-03-31T12:00:00Z"));
        assertThat(end(months, opened, "2020-02-29T12:00:00Z", "2020-02-20T00:00:00Z"))
                .as("a clock that went back")
                .isEmpty();
    }

    /** Berlin is an hour ahead of UTC until 2020-03-29T01:00Z, then two until 2020-10-25T01:00Z. */
    @ParameterizedTest(name = "week that is over at {1}, opened {0}")
    @CsvSource({
        "2020-03-18T10:00:00Z, 2020-03-22T22:59:59Z,",
        "2020-03-18T10:00:00Z, 2020-03-22T23:00:00Z, 2020-03-22T23:00:00Z",
        "2020-03-22T23:00:00Z, 2020-03-29T21:59:59Z,", // a week of 167 hours
        "2020-03-22T23:00:00Z, 2020-03-29T22:00:00Z, 2020-03-29T22:00:00Z",
        "2020-10-18T22:00:00Z, 2020-10-25T22:59:59Z,", // a week of 169 hours
        "2020-10-18T22:00:00Z, 2020-10-25T23:00:00Z, 2020-10-25T23:00:00Z",
        "2020-03-18T10:00:00Z, 2020-04-08T00:00:00Z, 2020-04-05T22:00:00Z", // three in one
        "2020-12-30T10:00:00Z, 2021-01-04T00:00:00Z, 2021-01-03T23:00:00Z", // over the turn of the year
        "2020-03-18T10:00:00Z, 2020-03-18T09:00:00Z,",
    })
    void aWeekEndsOnSundayAtTheHospitalsMidnight(String from, String now, Instant end) {
        assertThat(end(Windows.weeks(BERLIN), from, from, now)).isEqualTo(Optional.ofNullable(end));
    }

    @ParameterizedTest(name = "month that is over at {1}, opened {0}")
    @CsvSource({
        "2020-02-10T00:00:00Z, 2020-02-29T22:59:59Z,",
        "2020-02-10T00:00:00Z, 2020-02-29T23:00:00Z, 2020-02-29T23:00:00Z",
        "2020-02-29T23:00:00Z, 2020-03-31T22:00:00Z, 2020-03-31T22:00:00Z", // an hour less
        "2020-02-29T23:00:00Z, 2020-06-15T00:00:00Z, 2020-05-31T22:00:00Z",
        "2020-02-29T23:00:00Z, 2020-03-31T21:59:59Z,",
    })
    void aMonthEndsAtTheHospitalsMidnight(String from, String now, Instant end) {
        assertThat(end(Windows.months(BERLIN), from, from, now)).isEqualTo(Optional.ofNullable(end));
    }

    /** In Asuncion the clocks went forward at midnight of 2017-10-01: the month began at one o'clock, three hours behind UTC. */
    @Test
    void whereMidnightDoesNotExistTheMonthBeginsLater() {
        Windows months = Windows.months(ZoneId.of("America/Asuncion"));
        Instant september = Instant.parse("2017-09-01T04:00:00Z");
        Instant october = Instant.parse("2017-10-01T04:00:00Z");
        assertThat(months.endOf(september, september, october.minusNanos(1), 0)).isEmpty();
        assertThat(months.endOf(september, september, october, 0)).contains(october);
    }

    @Test
    void windowsOfAYearOfReviewsAreWithoutGapAndOverlap() {
        for (Windows windows :
                List.of(Windows.weeks(BERLIN), Windows.months(BERLIN), Windows.every(Period.ofDays(10)))) {
            Instant from = OPENED;
            int closed = 0;
            for (int hour = 0; hour < 366 * 24; hour++) {
                Instant now = OPENED.plus(Duration.ofHours(hour));
                Optional<Instant> end = windows.endOf(OPENED, from, now, hour);
                if (end.isPresent()) {
                    assertThat(end.get()).isAfter(from).isBeforeOrEqualTo(now).isAfter(now.minus(Duration.ofHours(1)));
                    from = end.get();
                    closed++;
                }
            }
            assertThat(closed).isIn(52, 12, 36);
        }
    }

    @Test
    void aWindowOfRowsEndsWithTheReviewThatFindsThemOrAfterItsLongestTime() {
        Windows windows = Windows.ofRows(100, Period.ofMonths(1));
        Instant now = OPENED.plusSeconds(60);
        assertThat(windows.endOf(OPENED, OPENED, now, 99)).isEmpty();
        assertThat(windows.endOf(OPENED, OPENED, now, 100)).contains(now);
        assertThat(windows.endOf(OPENED, OPENED, OPENED, 100)).isEmpty();
        assertThat(windows.endOf(OPENED, OPENED, OPENED.minusSeconds(1), 100)).isEmpty();
        Instant february = Instant.parse("2020-02-01T00:00:00Z");
        assertThat(windows.endOf(OPENED, OPENED, february.minusNanos(1), 0)).isEmpty();
        assertThat(windows.endOf(OPENED, OPENED, february, 0)).contains(february);
        assertThat(windows.endOf(OPENED, OPENED, february.plusSeconds(7), 0)).contains(february.plusSeconds(7));
    }

    @Test
    void anAbsurdClockNeitherThrowsNorHangs() {
        List<Windows> all = List.of(
                Windows.every(Period.ofDays(1)),
                Windows.every(Period.ofYears(100)),
                Windows.weeks(ZoneId.of("Pacific/Kiritimati")),
                Windows.months(ZoneId.of("Pacific/Pago_Pago")),
                Windows.ofRows(1, Period.ofYears(100)));
        for (Windows windows : all) {
            assertThat(windows.endOf(OPENED, OPENED, Instant.MAX, 5).orElseThrow())
                    .isBetween(Instant.parse("9900-01-01T00:00:00Z"), LATEST);
            assertThat(windows.endOf(OPENED, OPENED, Instant.MIN, 5)).isEmpty();
            assertThat(windows.endOf(OPENED, LATEST, Instant.MAX, 5)).isEmpty();
        }
    }
}
