package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternPlacesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyListedPatternIsAtItsPlaceAndAnyOtherAtTheLast(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] listed = random.longs(MissingPatterns.MOST - 1, 0, 1L << 5 * seed)
                .distinct()
                .toArray();
        PatternPlaces places = new PatternPlaces(MissingPatterns.of(listed, new long[listed.length + 1]));
        for (int i = 0; i < listed.length; i++) {
            assertThat(places.of(listed[i])).isEqualTo(i);
        }
        random.longs(1000)
                .filter(p -> p < 0 || p > 1L << 5 * seed)
                .forEach(p -> assertThat(places.of(p)).isEqualTo(listed.length));
    }

    @Test
    void withoutPatternsEverythingIsOther() {
        PatternPlaces places = new PatternPlaces(MissingPatterns.unknown());
        assertThat(places.of(0)).isZero();
        assertThat(places.of(17)).isZero();
    }

    @Test
    void completeRowsHaveTheirPlaceWhereverTheyAreListed() {
        PatternPlaces places = new PatternPlaces(MissingPatterns.of(new long[] {5, 0, 9}, new long[4]));
        assertThat(places.of(0)).isEqualTo(1);
        assertThat(new PatternPlaces(MissingPatterns.of(new long[] {5, 9}, new long[3])).of(0))
                .isEqualTo(2);
    }
}
