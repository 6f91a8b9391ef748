package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;

class RowSampleTest {
    private static void offer(RowSample sample, int from, int until) {
        for (int i = from; i < until; i++) {
            assertThat(sample.offer(new double[] {i, -i}, i)).isTrue();
        }
    }

    @Test
    void whileThereIsRoomEveryRowIsKept() {
        RowSample sample = new RowSample(10, 2);
        offer(sample, 0, 7);
        KeptRows rows = sample.end();
        assertThat(rows.size()).isEqualTo(7);
        for (int i = 0; i < 7; i++) {
            assertThat(rows.value(i, 0)).isEqualTo(i);
            assertThat(rows.value(i, 1)).isEqualTo(-i);
            assertThat(rows.risk(i)).isEqualTo(i);
        }
    }

    /** Each of 2,000 rows is kept with 0.1: chi-square of 20 parts of the stream over 200 streams; 43.8 is its 99.9 % point at 19. */
    @Test
    void everyPartOfTheStreamIsKeptAsOften() {
        long[] parts = new long[20];
        SplittableRandom lengths = new SplittableRandom(5);
        RowSample sample = new RowSample(200, 2);
        for (int stream = 0; stream < 200; stream++) {
            offer(sample, 0, 2000);
            KeptRows rows = sample.end();
            assertThat(rows.size()).isEqualTo(200);
            for (int i = 0; i < rows.size(); i++) {
                parts[(int) rows.risk(i) / 100]++;
            }
            sample = after(lengths.nextLong());
        }
        double expected = 200 * 200 / 20.0;
        double chi = Arrays.stream(parts)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
        assertThat(chi).isLessThan(43.8);
        assertThat(Arrays.stream(parts).distinct().count()).isGreaterThan(1);
    }

    /** One that goes on from other random numbers. */
    private static RowSample after(long random) {
        KeptState state = new KeptState();
        state.putLong(0);
        state.putLong(random);
        state.putDoubles(new double[0]);
        state.putDoubles(new double[0]);
        return RowSample.restore(state, 200, 2);
    }

    @Test
    void restoredItKeepsTheSameRows() {
        RowSample whole = new RowSample(50, 2);
        offer(whole, 0, 400);
        RowSample before = new RowSample(50, 2);
        offer(before, 0, 150);
        KeptState state = KeptState.of(before::save);
        RowSample restored = RowSample.restore(state, 50, 2);
        offer(restored, 150, 400);
        KeptRows expected = whole.end();
        KeptRows rows = restored.end();
        for (int i = 0; i < 50; i++) {
            assertThat(rows.risk(i)).isEqualTo(expected.risk(i));
            assertThat(rows.value(i, 1)).isEqualTo(expected.value(i, 1));
        }
    }

    @Test
    void afterItsEndARowIsNotOffered() {
        RowSample sample = new RowSample(50, 2);
        sample.end();
        assertThat(sample.offer(new double[2], 0)).isFalse();
    }

    @Test
    void aDamagedStateIsRefused() {
        KeptState state = new KeptState();
        state.putLong(-1);
        state.putLong(3);
        assertThatThrownBy(() -> RowSample.restore(state, 50, 2)).isInstanceOf(MlopsException.class);
    }
}
