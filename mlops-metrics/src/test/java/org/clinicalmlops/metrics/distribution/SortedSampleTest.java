package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSampleTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySplitMergesToTheWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = random.ints(200, -20, 20).asDoubleStream().toArray();
        int cut = random.nextInt(values.length + 1);
        SortedSample left = SortedSample.of(Arrays.copyOf(values, cut));
        SortedSample right = SortedSample.of(Arrays.copyOfRange(values, cut, values.length));
        SortedSample whole = SortedSample.of(values);
        assertThat(left.merge(right))
                .isEqualTo(whole)
                .isEqualTo(right.merge(left))
                .hasSameHashCodeAs(whole);
        assertThat(left.merge(right).size()).isEqualTo(200);
        SortedSample other =
                SortedSample.of(random.ints(90, -15, 25).asDoubleStream().toArray());
        assertThat(KolmogorovSmirnov.test(left.merge(right), other)).isEqualTo(KolmogorovSmirnov.test(whole, other));
        assertThat(EnergyDistance.distance(left.merge(right), other)).isEqualTo(EnergyDistance.distance(whole, other));
    }

    @Test
    void countsAreTheSameAsTheValues() {
        SortedSample counted = SortedSample.ofCounts(new double[] {3, 1, 2, 3, -0.0}, new long[] {2, 1, 0, 1, 1});
        assertThat(counted).isEqualTo(SortedSample.of(3, 3, 0, 1, 3)).isNotEqualTo(SortedSample.of(3, 3, 0, 1));
        assertThat(counted.size()).isEqualTo(5);
        assertThat(counted.distinct()).isEqualTo(3);
        assertThat(counted).hasToString("SortedSample[size=5, distinct=3]");
    }

    @Test
    void theSignOfZeroDoesNotMatter() {
        assertThat(SortedSample.of(-0.0, 0.0)).isEqualTo(SortedSample.of(0.0, 0.0));
        assertThat(SortedSample.ofCounts(new double[] {-0.0, 0.0}, new long[] {1, 1}))
                .isEqualTo(SortedSample.of(0, 0));
    }

    @Test
    void theSearchFindsEveryPlace() {
        for (int n = 0; n <= 33; n++) {
            SortedSample sample =
                    SortedSample.of(IntStream.range(0, n).asDoubleStream().toArray());
            for (int i = -1; i <= n; i++) {
                assertThat(sample.below(i)).isEqualTo(Math.max(0, i));
                assertThat(sample.below(i + 0.5)).isEqualTo(Math.min(n, i + 1));
            }
        }
    }

    @Test
    void theSpreadOfValuesFarFromZeroIsKept() {
        assertThat(SortedSample.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4).standardDeviation())
                .isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(SortedSample.of(0.1, 0.1, 0.1).standardDeviation()).isZero();
    }

    @Test
    void laterChangesOfTheArgumentAreNotSeen() {
        double[] values = {1, 2};
        SortedSample sample = SortedSample.of(values);
        values[0] = 9;
        assertThat(sample).isEqualTo(SortedSample.of(1, 2));
    }

    @Test
    void badCountsAreRefused() {
        assertThatThrownBy(() -> SortedSample.ofCounts(new double[] {1}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values and counts must be of one length, were 1 and 2");
        assertThatThrownBy(() -> SortedSample.ofCounts(new double[] {1}, new long[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts[0] must be >= 0, was -1");
    }
}
