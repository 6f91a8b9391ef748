package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.clinicalmlops.monitoring.input.Past.Change;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    /** Ten rows a day in two places, half and half before the change, one and nine after it. */
    private static Past days(int before, int after) {
        Past past = new Past(2);
        for (int day = 0; day < before + after; day++) {
            past.add(day(day), day(day + 1), day < before ? new long[] {5, 5} : new long[] {1, 9});
        }
        return past;
    }

    @ParameterizedTest(name = "{0} days ago, of 120")
    @ValueSource(ints = {1, 2, 5, 10, 30, 60, 100})
    void theBeginningOfAChangeIsToldAboutAsExactlyAsItIsLongAgo(int ago) {
        Change change = days(120 - ago, ago).change(new double[] {1, 1}).orElseThrow();
        assertThat(Duration.between(change.since(), day(120)).toDays() / (double) ago)
                .isBetween(0.75, 1.5);
        assertThat(change.rows())
                .isEqualTo(10 * Duration.between(change.since(), day(120)).toDays());
    }

    @Test
    void aFewStretchesAreExact() {
        Change change = days(9, 5).change(new double[] {1, 1}).orElseThrow();
        assertThat(change.since()).isEqualTo(day(9));
        assertThat(new long[] {change.count(0), change.count(1)}).containsExactly(5, 45);
    }

    @Test
    void whatIsOlderThanAYearIsForgotten() {
        Past past = days(3, 0);
        past.add(day(400), day(401), new long[] {1, 0});
        Change change = past.change(new double[] {1, 1}).orElseThrow();
        assertThat(change.rows()).isEqualTo(1);
    }

    @Test
    void withoutARowThereIsNoChange() {
        assertThat(new Past(2).change(new double[] {1, 1})).isEmpty();
        Past past = new Past(2);
        past.add(day(0), day(1), new long[2]);
        assertThat(past.change(new double[] {1, 1})).isEmpty();
    }

    @Test
    void looksByTheHourForAYearTakeNoMoreRoom() {
        Past past = new Past(3);
        SplittableRandom random = new SplittableRandom(1);
        for (int hour = 0; hour < 24 * 365; hour++) {
            Instant from = START.plus(Duration.ofHours(hour));
            past.add(from, from.plus(Duration.ofHours(1)), new long[] {random.nextInt(3), 1, 0});
        }
        KeptState saved = KeptState.of(past::save);
        assertThat(saved.values()).hasSizeLessThanOrEqualTo(1 + 16 * (1 + 1 + 3));
    }
}
