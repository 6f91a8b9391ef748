package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersRestoreTest {
    private static final int KEPT = 20;

    private static void observe(Ward ward, int n, Counters... all) {
        for (int i = 0; i < n; i++) {
            double[] row = i % 4 == 0 ? ward.oddRow() : ward.row();
            double risk = ward.risk();
            String episode = ward.episode();
            for (Counters counters : all) {
                counters.observe(row, risk, episode);
                counters.took(i);
            }
        }
    }

    private static Counters copy(Ward ward, Counters counters) {
        KeptState state = KeptState.of(counters::save);
        Counters copy = ward.counters(KEPT, Ward.CLOCK);
        copy.restore(state);
        return copy;
    }

    private static KeptState saved(Counters counters) {
        KeptState state = KeptState.of(counters::save);
        return state;
    }

    private static void same(Counters a, Counters b) {
        assertThat(b.read().counts).isEqualTo(a.read().counts);
        assertThat(saved(b).values()).isEqualTo(saved(a).values());
    }

    /** At any row, also again and again; episodes, kept rows and what was last seen included. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void restoredItGoesOnWithTheSameBits(long seed) {
        Ward ward = new Ward(3 + 20 * (int) seed, seed);
        Counters whole = ward.counters(KEPT, Ward.CLOCK);
        Counters often = ward.counters(KEPT, Ward.CLOCK);
        for (int part = 0; part < 12; part++) {
            observe(ward, 7 * part, whole, often);
            if (part % 4 == 3) {
                assertThat(often.turn().counts).isEqualTo(whole.turn().counts);
                KeptRows rows = whole.takeRows().orElseThrow();
                KeptRows again = often.takeRows().orElseThrow();
                assertThat(again.size()).isEqualTo(rows.size());
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(again.risk(i)).isEqualTo(Double.valueOf(rows.risk(i)));
                    assertThat(again.value(i, 2)).isEqualTo(Double.valueOf(rows.value(i, 2)));
                }
            }
            often = copy(ward, often);
            same(whole, often);
        }
        assertThat(whole.observed()).isGreaterThan(400);
    }

    @Test
    void aReadingIsKeptBesideTheCounters() {
        Ward ward = new Ward(10, 1);
        Counters counters = ward.counters();
        observe(ward, 50, counters);
        Reading reading = counters.read();
        observe(ward, 50, counters);
        KeptState state = new KeptState();
        counters.save(counters.save(state).minus(reading), state);
        Counters other = ward.counters();
        other.restore(state);
        assertThat(other.read().minus(other.restoreReading(state)).counts).isEqualTo(reading.counts);
    }

    /** A month of a ward in the middle of a window, 9 cells of 6 groups, with two readings: well below the 64 KB of a monitor. */
    @Test
    void aStateIsSmall() {
        Ward ward = new Ward(30, 1);
        Counters counters = ward.counters();
        Reading opened = counters.read();
        for (int i = 0; i < 1300; i++) {
            counters.observe(ward.row(), 0.3, "2026-" + i);
        }
        KeptState state = saved(counters);
        counters.save(opened, state);
        counters.save(counters.read(), state);
        assertThat(Room.of(state)).isLessThan(24_000);
    }

    @Test
    void aStateOfAnotherModelIsRefused() {
        Counters counters = new Ward(10, 1).counters();
        KeptState state = saved(new Ward(9, 1).counters());
        assertThatThrownBy(() -> counters.restore(state)).isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> new Ward(9, 1).counters().restore(new KeptState()))
                .isInstanceOf(MlopsException.class);
    }
}
