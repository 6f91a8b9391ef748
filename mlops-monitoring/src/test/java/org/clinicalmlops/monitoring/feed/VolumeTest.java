package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeTest {
    private static final Look.LastSeen NOTHING = new Look.LastSeen() {
        @Override
        public Optional<Instant> row() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> value(int feature) {
            return Optional.empty();
        }

        @Override
        public long rowsWithout(int feature) {
            return 0;
        }
    };

    private static Volume of(long... weeks) {
        Volume volume = new Volume(Ward.OPENED);
        Instant at = Ward.OPENED;
        for (long rows : weeks) {
            FeedCounts counts = new FeedCounts(0, 1);
            counts.rows = rows;
            volume.count(new Look(at, at.plus(Duration.ofDays(7)), counts, NOTHING));
            at = at.plus(Duration.ofDays(7));
        }
        volume.learn();
        return volume;
    }

    @Test
    void fourWeeksAreNeeded() {
        assertThat(of(100, 100, 100).knows()).isFalse();
        assertThat(of(100, 100, 100, 100).knows()).isTrue();
        assertThat(of(0, 0, 0, 0, 0).knows()).as("nothing came").isFalse();
    }

    @Test
    void theExpectationIsTheMeanWeekNewerOnesCountingMore() {
        assertThat(of(100, 100, 100, 100).expected(2)).isCloseTo(200, within(1e-9));
        assertThat(of(50, 50, 150, 150).expected(1)).isBetween(101.0, 105.0);
    }

    /** Oracle: scipy.stats.nbinom with real shape; equal weeks scatter as Poisson's, the variance is 100 (1 + 1 / 3.8...). */
    @Test
    void probabilitiesAreThoseOfTheNegativeBinomial() {
        Volume volume = of(100, 100, 100, 100);
        assertThat(volume.scatter()).isEqualTo(1);
        double kept = Math.pow(0.5, 1.0 / 26);
        double weeks = 1 + kept + kept * kept + kept * kept * kept;
        double shape = 1e4 / (100 * (1 + 1 / weeks) - 100);
        double sum = 0;
        for (int k = 0; k <= 70; k++) {
            double log = org.apache.commons.math3.special.Gamma.logGamma(k + shape)
                    - org.apache.commons.math3.special.Gamma.logGamma(shape)
                    - org.apache.commons.math3.special.Gamma.logGamma(k + 1.0)
                    + shape * Math.log(shape / (shape + 100))
                    + k * Math.log(100 / (shape + 100));
            sum += Math.exp(log);
        }
        assertThat(volume.atMost(70, 1)).isCloseTo(sum, within(1e-10));
        assertThat(volume.atLeast(71, 1)).isCloseTo(1 - sum, within(1e-10));
        assertThat(volume.atLeast(0, 1)).isEqualTo(1);
    }

    @Test
    void weeksThatScatterMoreMakeLessOfASurprise() {
        Volume calm = of(100, 100, 100, 100, 100, 100);
        Volume wild = of(40, 160, 90, 60, 170, 80);
        assertThat(wild.scatter()).isGreaterThan(20);
        assertThat(wild.atMost(50, 1)).isGreaterThan(10 * calm.atMost(50, 1));
    }

    /** Weeks whose mean is itself gamma: the two-sided probability falls below 1 % in at most 1 % of the next weeks. */
    @ParameterizedTest(name = "{0} rows a week, scatter {1}, {2} weeks")
    @CsvSource({"50, 1, 4", "100, 3, 4", "300, 3, 8", "1000, 20, 12", "30, 2, 26"})
    void theNextWeekKeepsItsProbability(double mean, double scatter, int weeks) {
        int low = 0;
        int n = 2000;
        for (int seed = 0; seed < n; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] rows = new long[weeks];
            for (int w = 0; w < weeks; w++) {
                rows[w] = draw(mean, scatter, random);
            }
            Volume volume = of(rows);
            if (volume.knows()) {
                long next = draw(mean, scatter, random);
                low += 2 * Math.min(volume.atMost(next, 1), volume.atLeast(next, 1)) <= 0.01 ? 1 : 0;
            }
        }
        assertThat(low / (double) n).isLessThanOrEqualTo(0.015);
    }

    /** Poisson clusters of geometric size: variance / mean is 1 + 2 (size - 1) for geometric sizes. */
    private static long draw(double mean, double scatter, SplittableRandom random) {
        double size = 1 + (scatter - 1) / 2;
        long rows = 0;
        double time = 0;
        while ((time -= Math.log(1 - random.nextDouble()) * size / mean) < 1) {
            do {
                rows++;
            } while (random.nextDouble() > 1 / size);
        }
        return rows;
    }
}
