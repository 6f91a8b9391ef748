package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpisodeFilterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "ab", "abc", "abcd", "abcde", "2026-000123", "Müller|17", "患者0001", "\uD83D\uDE00"})
    void anEpisodeIsNewOnce(String episode) {
        EpisodeFilter filter = EpisodeFilter.forAbout(0);
        assertThat(filter.add(episode)).isTrue();
        assertThat(filter.add(episode)).isFalse();
        assertThat(filter.add(new String(episode.toCharArray()))).isFalse();
    }

    /** The table of the class, by counting: keys as hospitals make them, which differ in their last digits. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "5000, 'E', 0.0000, 0.001",
        "16000, 'E-2026-', 0.0002, 0.001",
        "33000, '', 0.0006, 0.001",
        "98000, 'case/', 0.0062, 0.002",
        "98000, '0b7e6a52-9c1f-4d7e-8f00-', 0.0062, 0.002",
        "164000, 'E', 0.019, 0.004"
    })
    void theShareOfEpisodesThatAreLeftOutIsAsStated(int n, String prefix, double stated, double tolerance) {
        EpisodeFilter filter = EpisodeFilter.forAbout(0);
        int lost = 0;
        for (int i = 0; i < n; i++) {
            lost += filter.add(prefix + (100_000 + i)) ? 0 : 1;
        }
        assertThat((double) lost / n).isCloseTo(stated, within(tolerance));
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 400_000, 1_000_000})
    void aFilterMadeForManyLosesFewerThanOneInAHundred(long n) {
        EpisodeFilter filter = EpisodeFilter.forAbout(n);
        long lost = 0;
        for (long i = 0; i < n; i++) {
            lost += filter.add(Long.toString(i, 36)) ? 0 : 1;
        }
        assertThat((double) lost / n).isLessThan(0.005);
    }

    @Test
    void ofThreadsThatBringOneEpisodeAtOnceExactlyOneIsToldThatItIsNew() throws Exception {
        int n = 20_000;
        EpisodeFilter filter = EpisodeFilter.forAbout(0);
        AtomicLong told = new AtomicLong();
        CyclicBarrier together = new CyclicBarrier(4);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                await(together);
                for (int i = 0; i < n; i++) {
                    if (filter.add("e" + i)) {
                        told.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        EpisodeFilter alone = EpisodeFilter.forAbout(0);
        int lost = 0;
        for (int i = 0; i < n; i++) {
            lost += alone.add("e" + i) ? 0 : 1;
        }
        assertThat(told.get()).isBetween(n - lost - 5L, n - lost + 5L);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_300, 50_000})
    void restoredItKnowsTheSameEpisodes(int n) {
        EpisodeFilter filter = EpisodeFilter.forAbout(200_000);
        for (int i = 0; i < n; i++) {
            filter.add("e" + i);
        }
        KeptState state = KeptState.of(filter::save);
        assertThat(Room.of(state)).isLessThan(10 + 5L * n);
        EpisodeFilter restored = EpisodeFilter.restore(state);
        for (int i = 0; i < n + 1000; i++) {
            assertThat(restored.add("e" + i)).isEqualTo(filter.add("e" + i));
        }
    }

    @Test
    void aDamagedStateIsRefused() {
        assertThatThrownBy(() -> EpisodeFilter.restore(state(1000, 0, new long[0])))
                .isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> EpisodeFilter.restore(state(1 << 14, -1, new long[0])))
                .isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> EpisodeFilter.restore(state(1 << 14, 1, new long[] {1 << 20})))
                .isInstanceOf(MlopsException.class);
        assertThatThrownBy(() -> EpisodeFilter.restore(state(1 << 14, 2, new long[] {5, -3})))
                .isInstanceOf(MlopsException.class);
    }

    private static KeptState state(long words, long set, long[] gaps) {
        KeptState state = new KeptState();
        state.putLong(words);
        state.putLong(set);
        state.putLongs(gaps);
        return state;
    }
}
