package org.clinicalmlops.monitoring.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.monitoring.harm.Memory;
import org.junit.jupiter.api.Test;

class CodePairTest {
    private static final double SHARE = 0.56;
    private static final double TOLERATED = SHARE - (2 * SHARE - 1) / 4;
    private static final double MONTH = 1 / 12.0;
    private final SplittableRandom random = new SplittableRandom(5);

    private static Optional<CodePair> pair(long... counts) {
        return CodePair.of(0, FeatureProfile.of("sex", new double[0], counts, 0), 0, 1);
    }

    private long[] drawn(int rows, double share) {
        long hits = random.ints(rows, 0, 1_000_000).filter(i -> i < share * 1e6).count();
        return new long[] {hits, rows - hits};
    }

    private CodePair.Step month(CodePair pair, double perYear, double share) {
        return pair.read(FeatureCounts.of(drawn(100, share), 0, 0, new long[0]), perYear * MONTH);
    }

    /** 300 streams of five years at the edge of what is tolerated, the baseline drawn anew for each: fewer alarms than allowed, and some. */
    @Test
    void otherPatientsAlarmNoMoreOftenThanAllowed() {
        double perYear = 0.5;
        int alarms = 0;
        for (int stream = 0; stream < 300; stream++) {
            CodePair pair = pair(drawn(3000, SHARE)).orElseThrow();
            for (int month = 0; month < 60; month++) {
                alarms += month(pair, perYear, TOLERATED).state() >= 1 ? 1 : 0;
            }
        }
        assertThat(alarms).isBetween(10, (int) (perYear * 5 * 300));
    }

    /** 200 streams of 100 rows a month, with the part that a drift detector has of one false alarm a year. */
    @Test
    void anExchangeIsFoundWithinAYear() {
        int found = 0;
        for (int stream = 0; stream < 200; stream++) {
            CodePair pair = pair(drawn(3000, SHARE)).orElseThrow();
            boolean alarm = false;
            for (int month = 0; month < 24; month++) {
                alarm |= month(pair, 0.05 / 6, month < 12 ? SHARE : 1 - SHARE).state() >= 1;
                assertThat(alarm && month < 12).as("stream %d", stream).isFalse();
            }
            found += alarm ? 1 : 0;
        }
        assertThat(found).isGreaterThan(170);
    }

    @Test
    void codesThatAreRareOrAsFrequentAsOneAnotherAreNotWatched() {
        assertThat(pair(500, 500)).isEmpty();
        assertThat(pair(505, 495)).as("within chance").isEmpty();
        assertThat(pair(1000, 9)).isEmpty();
        assertThat(pair(1000, 20)).isPresent();
        assertThat(pair(20, 1000).orElseThrow().common).isEqualTo(1);
    }

    /** By hand: q = 0.8, t = 0.65; a common row brings 0.2 / 0.65, a rare one 0.8 / 0.35. */
    @Test
    void theChartIsTheOneOfItsFormula() {
        CodePair pair = pair(800_000, 200_000).orElseThrow();
        double one = pair.read(FeatureCounts.of(new long[] {1, 2}, 0, 0, new long[0]), 0.01)
                .state();
        assertThat(one).isCloseTo(0.01 * (0.2 / 0.65) * Math.pow(0.8 / 0.35, 2), within(1e-9));
        double two = pair.read(FeatureCounts.of(new long[] {1, 0}, 0, 0, new long[0]), 0.01)
                .state();
        assertThat(two).isCloseTo((one + 0.01) * (0.2 / 0.65), within(1e-9));
    }

    @Test
    void aStateIsTakenOverAndANonsenseOneRefused() {
        CodePair one = pair(drawn(3000, SHARE)).orElseThrow();
        month(one, 0.5, 0.5);
        CodePair other = pair(one.before - 1200, 1200).orElseThrow();
        Memory.move(one::save, other::restore);
        assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        assertThatThrownBy(() -> Memory.move(out -> out.putDoubles(new double[] {2, 1}), one::restore))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("chart of exchanged codes must be in [0, 1.0], was 2.0");
        assertThat(one.wouldHaveFound()).as("after one month").isFalse();
    }
}
