package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastSeenTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Hand extends Clock {
        private Instant now = START;

        void go(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Hand clock = new Hand();

    /** With one thread exact: against a loop that remembers everything; rows of one episode count too. */
    @ParameterizedTest(name = "{0} features, tick {1} s")
    @CsvSource({"3, 10", "3, 0", "64, 1", "130, 7"})
    void withOneThreadItIsExact(int features, int tick) {
        Ward ward = new Ward(features, features);
        Counters counters = ward.counters(0, clock);
        SplittableRandom random = new SplittableRandom(features);
        Instant[] seen = new Instant[features];
        long[] without = new long[features];
        Instant row = null;
        for (int i = 0; i < 600; i++) {
            agree(counters.lastSeen(), row, seen, without);
            clock.go(tick);
            double[] values = ward.row();
            if (i > 300) {
                values[1] = Double.NaN; // its interface died
            }
            counters.observe(values, 0.5, random.nextBoolean() ? "same" : "e" + i);
            counters.observe(values, 7, "refused");
            row = clock.now;
            for (int f = 0; f < features; f++) {
                seen[f] = Double.isNaN(values[f]) ? seen[f] : row;
                without[f] = Double.isNaN(values[f]) ? without[f] + 1 : 0;
            }
        }
        assertThat(counters.lastSeen().rowsWithout(1)).isGreaterThanOrEqualTo(299);
    }

    private static void agree(Look.LastSeen is, Instant row, Instant[] seen, long[] without) {
        assertThat(is.row().orElse(null)).isEqualTo(row);
        for (int f = 0; f < seen.length; f++) {
            assertThat(is.value(f).orElse(null)).isEqualTo(seen[f]);
            assertThat(is.rowsWithout(f)).isEqualTo(without[f]);
        }
    }

    private static double[] row(boolean present) {
        return new double[] {present ? 1 : Double.NaN, 1};
    }

    private void on(int stripe, Counters counters, Stripes stripes, boolean present, int rows) {
        int[] held = new int[stripes.size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = stripes.claim();
        }
        if (stripe >= 0) {
            stripes.release(stripe);
        }
        for (int i = 0; i < rows; i++) {
            clock.go(1);
            counters.observe(row(present), 0.5, null);
        }
        for (int i = 0; i < held.length; i++) {
            if (held[i] != stripe) {
                stripes.release(held[i]);
            }
        }
    }

    /** Two stripes and rows that find none, as several threads make them. */
    @Test
    void withSeveralThreadsTheRowsWithoutAValueAreAtLeastAsManyAsSaid() {
        Counters counters = new Counters(new Ward(2, 1).baseline, new Ward(2, 1).groups(), 0, clock, 1);
        Stripes stripes = counters.stripes();
        on(0, counters, stripes, false, 4);
        on(1, counters, stripes, false, 3);
        assertThat(counters.lastSeen().value(0)).isEmpty();
        assertThat(counters.lastSeen().rowsWithout(0)).isEqualTo(7); // never seen: all of them
        on(0, counters, stripes, true, 1);
        Instant value = clock.now;
        assertThat(counters.lastSeen().value(0)).contains(value);
        assertThat(counters.lastSeen().rowsWithout(0)).isZero();
        on(0, counters, stripes, false, 5);
        on(
                1, counters, stripes, false,
                2); // went missing there before the value, so that nobody knows how many came after
        assertThat(counters.lastSeen().value(0)).contains(value);
        assertThat(counters.lastSeen().rowsWithout(0)).isEqualTo(5);
        on(1, counters, stripes, true, 1);
        on(1, counters, stripes, false, 6);
        assertThat(counters.lastSeen().rowsWithout(0)).isEqualTo(6);
        on(0, counters, stripes, true, 1);
        on(0, counters, stripes, false, 2);
        assertThat(counters.lastSeen().rowsWithout(0)).isEqualTo(2);
        on(-1, counters, stripes, true, 1); // found no stripe
        assertThat(counters.lastSeen().value(0)).contains(clock.now);
        assertThat(counters.lastSeen().row()).contains(clock.now);
        assertThat(counters.lastSeen().rowsWithout(0)).isZero();
        assertThat(counters.lastSeen().rowsWithout(1)).isZero();
    }

    @Test
    void whatIsReadDoesNotChangeLater() {
        Counters counters = new Ward(2, 1).counters(0, clock);
        counters.observe(row(true), 0.5, null);
        Look.LastSeen seen = counters.lastSeen();
        clock.go(Duration.ofHours(1).toSeconds());
        counters.observe(row(false), 0.5, null);
        assertThat(seen.row()).contains(START);
        assertThat(seen.rowsWithout(0)).isZero();
    }
}
