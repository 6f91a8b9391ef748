package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZeroRunsTest {
    private static Tape tape(long... written) {
        Tape tape = new Tape();
        tape.putLongs(written);
        return tape;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void whatWasPutComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length = 0; length < 200; length++) {
            long[] counts = random.longs(length, 0, 2 + seed).toArray();
            Tape tape = new Tape();
            ZeroRuns.put(tape, counts);
            assertThat(ZeroRuns.get(tape, length)).isEqualTo(counts);
        }
    }

    @Test
    void noughtsTakeNoRoom() {
        Tape tape = new Tape();
        long[] counts = new long[100_000];
        counts[50_000] = 7;
        ZeroRuns.put(tape, counts);
        assertThat(tape.bytes()).isLessThan(15);
    }

    @Test
    void whatIsNotOfTheLengthOrNegativeIsRefused() {
        assertThat(ZeroRuns.get(tape(1, 2, 8, 9, 1, 0), 4)).containsExactly(0, 8, 9, 0);
        for (Tape bad : new Tape[] {
            tape(1, 2, 8, 9), tape(1, 2, 8, 9, 2, 0), tape(1, 2, 8, -9, 1, 0), tape(-1, 2, 8, 9, 3, 0),
            tape(1, -2, 8, 9, 1, 0), tape(1, 4, 8, 9, 1, 0), tape(1, Long.MAX_VALUE, 8), tape(Long.MAX_VALUE, 1, 1),
            tape(1), tape()
        }) {
            assertThatThrownBy(() -> ZeroRuns.get(bad, 4)).isInstanceOf(MlopsException.class);
        }
    }
}
