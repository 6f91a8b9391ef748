package org.clinicalmlops.api.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingPatternsTest {
    private static MissingPatterns of(long[] patterns, long... counts) {
        return MissingPatterns.of(patterns, counts);
    }

    private static void same(MissingPatterns one, MissingPatterns other) {
        assertThat(one.declaration()).isEqualTo(other.declaration());
    }

    /** By hand: 3 is listed by both, 5 and 7 by one only. */
    @Test
    void patternsThatBothListAddUpAndAllOthersAreOne() {
        MissingPatterns one = of(new long[] {0, 3, 5}, 90, 6, 3, 1);
        MissingPatterns other = of(new long[] {0, 7, 3}, 10, 8, 200, 2);
        same(one.plus(other), of(new long[] {3, 0}, 206, 100, 14));
        assertThat(one.plus(other).rows()).isEqualTo(320);
    }

    @Test
    void aSampleWithoutARowChangesNothingAndOneWhosePatternsNobodyKnowsHidesAll() {
        MissingPatterns one = of(new long[] {0, 3, 5}, 90, 6, 3, 1);
        same(one.plus(MissingPatterns.unknown()), one);
        same(MissingPatterns.unknown().plus(one), one);
        same(one.plus(of(new long[0], 5)), of(new long[0], 105));
    }

    @Test
    void equallyFrequentPatternsAreInTheOrderOfTheirNumbersWithoutSign() {
        MissingPatterns one = of(new long[] {-1, 2, 1}, 4, 4, 4, 0);
        same(one.plus(one), of(new long[] {1, 2, -1}, 8, 8, 8, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderAndAnyPartsAddUpToTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MissingPatterns[] parts = new MissingPatterns[5];
        for (int i = 0; i < parts.length; i++) {
            long[] patterns = random.longs(20, 0, 24)
                    .distinct()
                    .limit(random.nextInt(9, 13))
                    .toArray();
            long[] counts = random.longs(patterns.length + 1, 0, 50).toArray();
            parts[i] = of(patterns, counts);
        }
        MissingPatterns left =
                parts[0].plus(parts[1]).plus(parts[2]).plus(parts[3]).plus(parts[4]);
        same(left, parts[4].plus(parts[2]).plus(parts[1].plus(parts[3].plus(parts[0]))));
        same(left, parts[3].plus(parts[1].plus(parts[4])).plus(parts[0].plus(parts[2])));
    }
}
