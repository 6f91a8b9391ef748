package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {
    @ParameterizedTest
    @CsvSource({
        "2020-01-31T12:00:00Z, P1M, 2020-01-31T11:00:00Z, 2020-01-31T12:00:00Z",
        "2020-01-31T12:00:00Z, P1M, 2020-02-29T11:59:59Z, 2020-01-31T12:00:00Z",
        "2020-01-31T12:00:00Z, P1M, 2020-02-29T12:00:00Z, 2020-02-29T12:00:00Z",
        "2020-01-31T12:00:00Z, P1M, 2020-03-31T12:00:00Z, 2020-03-31T12:00:00Z",
        "2020-01-31T12:00:00Z, P7D, 2020-02-20T00:00:00Z, 2020-02-14T12:00:00Z",
        "2020-01-01T00:00:00Z, P1Y, 2029-12-31T00:00:00Z, 2029-01-01T00:00:00Z",
    })
    void boundariesAreCountedFromTheOpening(Instant since, Period window, Instant now, Instant boundary) {
        assertThat(new Calendar(since, window).lastBoundary(now)).isEqualTo(boundary);
    }

    @Test
    void anAbsurdClockNeitherThrowsNorHangs() {
        assertThat(new Calendar(Samples.SINCE, Period.ofDays(1)).lastBoundary(Instant.MAX))
                .isAfter(Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(new Calendar(Samples.SINCE, Period.ofMonths(1)).lastBoundary(Instant.MIN))
                .isEqualTo(Samples.SINCE);
    }

    @Test
    void thePartsOfTheBudgetStayWithinIt() {
        Budget monthly = new Budget(MonitorPlan.standard());
        double aYear = 2 * monthly.calibrationOneWay()
                + 12 * monthly.discriminationTest()
                + 12 * 30 * monthly.missingnessTest(30)
                + 12 * 50 * monthly.driftTest(50);
        assertThat(aYear).isBetween(0.89, 0.91); // the rest is kept back
        assertThat(new Budget(MonitorPlan.standard().window(Period.ofYears(1))).driftTest(1))
                .isEqualTo(0.05);
        assertThat(new Budget(MonitorPlan.standard().falseAlarmsPerYear(1000)).driftTest(1))
                .isEqualTo(0.05);
    }
}
