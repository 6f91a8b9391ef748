package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZeroRunsTest {
    private static KeptState state(long... written) {
        KeptState state = new KeptState();
        state.putLongs(written);
        return state;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void whatWasPutComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length = 0; length < 200; length++) {
            long[] counts = random.longs(length, 0, 2 + seed).toArray();
            KeptState state = new KeptState();
            ZeroRuns.put(state, counts);
            assertThat(ZeroRuns.get(state, length)).isEqualTo(counts);
        }
    }

    @Test
    void noughtsTakeNoRoom() {
        KeptState state = new KeptState();
        long[] counts = new long[100_000];
        counts[50_000] = 7;
        ZeroRuns.put(state, counts);
        assertThat(Room.of(state)).isLessThan(15);
    }

    @Test
    void whatIsNotOfTheLengthOrNegativeIsRefused() {
        assertThat(ZeroRuns.get(state(1, 2, 8, 9, 1, 0), 4)).containsExactly(0, 8, 9, 0);
        for (KeptState bad : new KeptState[] {
            state(1, 2, 8, 9), state(1, 2, 8, 9, 2, 0), state(1, 2, 8, -9, 1, 0), state(-1, 2, 8, 9, 3, 0),
            state(1, -2, 8, 9, 1, 0), state(1, 4, 8, 9, 1, 0), state(1, Long.MAX_VALUE, 8), state(Long.MAX_VALUE, 1, 1),
            state(1), state()
        }) {
            assertThatThrownBy(() -> ZeroRuns.get(bad, 4)).isInstanceOf(MlopsException.class);
        }
    }
}
