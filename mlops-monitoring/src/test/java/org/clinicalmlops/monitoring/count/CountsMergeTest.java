package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.monitor.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CountsMergeTest {
    static LongStream thousandSeeds() {
        return LongStream.range(0, 1000);
    }

    /** Parts of a stream as windows of one monitor, or each by a monitor of its own; added up in any order and any brackets. */
    @ParameterizedTest
    @MethodSource("thousandSeeds")
    void anySplitInAnyOrderAddsUpToTheSameBits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ward ward = new Ward(1 + random.nextInt(12), seed);
        Counters whole = ward.counters();
        Counters windows = ward.counters();
        Reading opened = whole.read();
        List<Counts> parts = new ArrayList<>();
        Reading from = opened;
        Counters other = ward.counters();
        int n = random.nextInt(1, 60);
        for (int i = 0; i < n; i++) {
            double[] row = random.nextInt(4) == 0 ? ward.oddRow() : ward.row();
            double risk = ward.risk();
            String episode = "e" + seed + "-" + i;
            whole.observe(row, risk, episode);
            whole.took(i);
            Counters one = random.nextBoolean() ? windows : other;
            one.observe(row, risk, episode);
            one.took(i);
            if (random.nextInt(10) == 0) {
                Reading until = windows.turn();
                parts.add(windows.between(from, until));
                from = until;
            }
        }
        parts.add(windows.between(from, windows.read()));
        parts.add(other.between(opened, other.read()));
        Collections.shuffle(parts, new Random(seed));
        while (parts.size() > 1) {
            Counts a = parts.remove(random.nextInt(parts.size()));
            Counts b = parts.remove(random.nextInt(parts.size()));
            parts.add(a.plus(b));
        }
        assertThat(parts.get(0)).isEqualTo(whole.between(opened, whole.read()));
        assertThat(parts.get(0)).hasSameHashCodeAs(whole.between(opened, whole.read()));
    }

    @Test
    void countsOfDifferentModelsAreNotAdded() {
        Counters one = new Ward(3, 1).counters();
        Counters two = new Ward(4, 1).counters();
        Counts a = one.between(one.read(), one.read());
        Counts b = two.between(two.read(), two.read());
        assertThatThrownBy(() -> a.plus(b)).isInstanceOf(IllegalArgumentException.class);
        assertThat(a).isNotEqualTo(b);
    }
}
