package org.clinicalmlops.core.learn.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant FIRST = Instant.parse("2023-01-31T00:00:00Z");

    @Test
    void theThirtyFirstStaysTheThirtyFirst() {
        Schedule monthly = Schedule.every(Period.ofMonths(1)).from(FIRST);

        assertThat(monthly.lastDue(FIRST.minusSeconds(1))).isEmpty();
        assertThat(monthly.lastDue(FIRST)).contains(FIRST);
        assertThat(monthly.lastDue(Instant.parse("2023-03-01T00:00:00Z")))
                .contains(Instant.parse("2023-02-28T00:00:00Z"));
        assertThat(monthly.lastDue(Instant.parse("2023-03-31T00:00:00Z")))
                .contains(Instant.parse("2023-03-31T00:00:00Z"));
    }

    @Test
    void aPeriodIsLongerThanZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(Period.ZERO).from(FIRST))
                .withMessageContaining("longer than zero, was P0D");
    }

    @Test
    void earlierPeriodsAreCountedBackAndTheRestJoinsTheFirst() {
        Instant until = Instant.parse("2023-01-01T00:00:00Z");

        assertThat(EarlierPeriods.of(Instant.parse("2020-10-01T00:00:00Z"), until, Period.ofYears(1)))
                .extracting(EarlierPeriods.Span::name)
                .containsExactly("2020-10-01 to 2022-01-01", "2022-01-01 to 2023-01-01");
        assertThat(EarlierPeriods.of(Instant.parse("2022-10-01T00:00:00Z"), until, Period.ofYears(1)))
                .extracting(EarlierPeriods.Span::name)
                .isEqualTo(List.of("2022-10-01 to 2023-01-01"));
        assertThat(EarlierPeriods.of(until, until, Period.ofYears(1))).isEmpty();
    }
}
