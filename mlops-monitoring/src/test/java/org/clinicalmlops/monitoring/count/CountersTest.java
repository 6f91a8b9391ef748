package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
    private static Counts all(Counters counters) {
        return counters.between(new Reading(new long[counters.read().counts.length]), counters.read());
    }

    @ParameterizedTest(name = "{0} features, seed {1}")
    @CsvSource({"1, 1", "5, 2", "30, 3", "64, 4", "65, 5", "130, 6"})
    void countsWhatCountingByHandCounts(int features, long seed) {
        Ward ward = new Ward(features, seed);
        Counters counters = ward.counters();
        ByHand hand = new ByHand(ward);
        for (int i = 0; i < 2000; i++) {
            double[] row = i % 5 == 0 ? ward.oddRow() : ward.row();
            double risk = ward.risk();
            String episode = ward.episode();
            counters.observe(row, risk, episode);
            hand.observe(row, risk, episode);
        }
        hand.agreesWith(all(counters));
        assertThat(counters.refused()).isZero();
    }

    /** As if there were more threads at it than stripes. */
    @ParameterizedTest(name = "{0} features")
    @ValueSource(ints = {5, 65})
    void withoutAStripeItCountsTheSame(int features) {
        Ward ward = new Ward(features, 7);
        Counters counters = ward.counters();
        ByHand hand = new ByHand(ward);
        Stripes stripes = counters.stripes();
        for (int i = 0; i < 2000; i++) {
            if (i == 700) {
                takeAll(stripes);
            }
            double[] row = i % 5 == 0 ? ward.oddRow() : ward.row();
            double risk = ward.risk();
            String episode = ward.episode();
            counters.observe(row, risk, episode);
            hand.observe(row, risk, episode);
        }
        counters.observe(new double[0], 0.5, "e");
        counters.took(5);
        hand.agreesWith(all(counters));
        assertThat(counters.refused()).isEqualTo(1);
        assertThat(all(counters).latency(2)).isEqualTo(1);
        assertThat(counters.withoutEpisode()).isEqualTo(all(counters).withoutEpisode());
    }

    private static void takeAll(Stripes stripes) {
        while (stripes.claim() >= 0) {
            // until there are none
        }
    }

    @Test
    void howManyProcessorsThereAreChangesNothing() {
        for (int processors : new int[] {1, 3, 16, 200}) {
            Ward ward = new Ward(7, 3);
            Counters counters = new Counters(ward.baseline, ward.groups(), 0, Ward.CLOCK, processors);
            ByHand hand = new ByHand(ward);
            for (int i = 0; i < 300; i++) {
                double[] row = ward.row();
                counters.observe(row, 0.25, "e" + i);
                hand.observe(row, 0.25, "e" + i);
            }
            hand.agreesWith(all(counters));
        }
    }

    @Test
    void aStretchOfTimeIsTheDifferenceOfTwoReadings() {
        Ward ward = new Ward(5, 1);
        Counters counters = ward.counters();
        for (int i = 0; i < 100; i++) {
            counters.observe(ward.row(), 0.5, "e" + i);
        }
        Reading before = counters.read();
        ByHand hand = new ByHand(ward);
        for (int i = 0; i < 50; i++) {
            double[] row = ward.row();
            counters.observe(row, 0.9, "f" + i);
            hand.observe(row, 0.9, "f" + i);
        }
        hand.agreesWith(counters.between(before, counters.read()));
        assertThat(counters.observed()).isEqualTo(150);
    }

    @Test
    void afterATurnAnEpisodeCountsAgain() {
        Ward ward = new Ward(5, 1);
        Counters counters = ward.counters();
        Reading opened = counters.read();
        for (String episode : new String[] {"a", "a", "b"}) {
            counters.observe(ward.row(), 0.5, episode);
        }
        Reading turned = counters.turn();
        counters.observe(ward.row(), 0.5, "a");
        Counts first = counters.between(opened, turned);
        Counts second = counters.between(turned, counters.read());
        assertThat(first.rows()).isEqualTo(3);
        assertThat(first.firsts()).isEqualTo(2);
        assertThat(second.rows()).isEqualTo(1);
        assertThat(second.firsts()).isEqualTo(1);
    }

    @Test
    void aRowWithoutAnEpisodeIsAFirstOneAndToldOf() {
        Ward ward = new Ward(5, 1);
        Counters counters = ward.counters();
        counters.observe(ward.row(), 0.5, null);
        counters.observe(ward.row(), 0.5, null);
        assertThat(all(counters).firsts()).isEqualTo(2);
        assertThat(all(counters).withoutEpisode()).isEqualTo(2);
        assertThat(counters.withoutEpisode()).isEqualTo(2);
    }

    @Test
    void anInfiniteNumberIsAtTheEnd() {
        Ward ward = new Ward(1, 1);
        Counters counters = ward.counters();
        counters.observe(new double[] {Double.POSITIVE_INFINITY}, 0.5, "a");
        counters.observe(new double[] {Double.NEGATIVE_INFINITY}, 0.5, "b");
        long[] bins = all(counters).feature(0).toBins();
        assertThat(bins[0]).isEqualTo(1);
        assertThat(bins[bins.length - 1]).isEqualTo(1);
        assertThat(all(counters).feature(0).magnitude(44 * 8 - 1)).isEqualTo(1);
    }

    @Test
    void whatIsToldOfTheWorkAroundPredictionsIsCounted() {
        Counters counters = new Ward(1, 1).counters();
        counters.note(Operation.OVERRIDDEN);
        counters.note(Operation.OVERRIDDEN);
        for (long nanos : new long[] {-5, 0, 1, 2, 3, 1023, 1024, Long.MAX_VALUE}) {
            counters.took(nanos);
        }
        Counts counts = all(counters);
        assertThat(counts.operation(Operation.OVERRIDDEN)).isEqualTo(2);
        assertThat(counts.operation(Operation.ACCEPTED)).isZero();
        assertThat(counts.latency(0)).isEqualTo(3);
        assertThat(counts.latency(1)).isEqualTo(2);
        assertThat(counts.latency(9)).isEqualTo(1);
        assertThat(counts.latency(10)).isEqualTo(1);
        assertThat(counts.latency(62)).isEqualTo(1);
        assertThat(counts.rows()).isZero();
    }

    @Test
    void keptRowsAreThoseOfTheWindowOneOfAnEpisode() {
        Ward ward = new Ward(3, 1);
        Counters counters = ward.counters(10, Ward.CLOCK);
        for (int i = 0; i < 8; i++) {
            counters.observe(new double[] {i, Double.NaN, 2}, i / 10.0, "e" + i / 2);
        }
        KeptRows rows = counters.takeRows().orElseThrow();
        assertThat(rows.size()).isEqualTo(4);
        assertThat(rows.value(3, 0)).isEqualTo(6);
        assertThat(rows.value(3, 1)).isNaN();
        assertThat(rows.risk(3)).isEqualTo(0.6);
        assertThat(counters.takeRows().orElseThrow().size()).isZero();
        assertThat(counters.rowsNotKept()).isZero();
        assertThat(ward.counters().takeRows()).isEmpty();
    }

    @Test
    void aClockThatFailsCostsTheRowAndNothingElse() {
        Clock broken = new Clock() {
            @Override
            public ZoneId getZone() {
                throw new IllegalStateException("no zone");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new IllegalStateException("no zone");
            }

            @Override
            public Instant instant() {
                throw new StackOverflowError("no time");
            }
        };
        Ward ward = new Ward(3, 1);
        Counters counters = ward.counters(10, broken);
        counters.observe(ward.row(), 0.5, "a");
        assertThat(counters.refused()).isEqualTo(1);
        assertThat(counters.observed()).isZero();
        assertThat(all(counters).firsts()).isZero();
    }
}
