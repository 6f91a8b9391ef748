package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareEvidenceTest {
    private static final FeatureProfile PROFILE = FeatureProfile.of("x", new double[0], new long[] {7, 3, 1}, 0);
    private static final ShareEvidence EVIDENCE = new ShareEvidence(new Places(PROFILE), PROFILE, PROFILE);

    /**
     * Over all orders of four values in four places, each with its probability without a change, the mean of an e-value is 1. The
     * probabilities are computed row by row, from an urn: never seen or not; if not, which bin.
     */
    @Test
    void itsMeanWithoutAChangeIsOne() {
        assertThat(mean(new long[4], 4)).isCloseTo(1, within(1e-12));
    }

    private static double mean(long[] counts, int left) {
        if (left == 0) {
            return Math.exp(EVIDENCE.log(counts));
        }
        double mean = 0;
        for (int place = 0; place < 4; place++) {
            double probability = probability(counts, place);
            counts[place]++;
            mean += probability * mean(counts, left - 1);
            counts[place]--;
        }
        return mean;
    }

    private static double probability(long[] counts, int place) {
        UnseenShare unseen = UnseenShare.of(Cells.BINS.of(PROFILE));
        double known = counts[0] + counts[1] + counts[2];
        double present = known + counts[3];
        double never = (unseen.a() + counts[3]) / (unseen.a() + unseen.b() + present);
        return switch (place) {
            case 3 -> never;
            default -> (1 - never) * (new double[] {7.5, 3.5, 1.5}[place] + counts[place]) / (12.5 + known);
        };
    }

    @Test
    void noRowSaysNothing() {
        assertThat(EVIDENCE.log(new long[4])).isCloseTo(0, within(1e-12));
        assertThat(EVIDENCE.apart(new long[4])).isZero();
    }

    @Test
    void rowsAsExpectedSpeakForNoChangeAndOthersAgainstIt() {
        FeatureProfile large = FeatureProfile.of("x", new double[0], new long[] {700, 300, 100}, 0);
        ShareEvidence evidence = new ShareEvidence(new Places(large), large, large);
        assertThat(evidence.log(new long[] {70, 30, 10, 0})).isNegative();
        assertThat(evidence.apart(new long[] {70, 30, 10, 0})).isZero();
        assertThat(evidence.log(new long[] {3, 70, 30, 0})).isGreaterThan(10);
        assertThat(evidence.apart(new long[] {3, 70, 30, 0})).isGreaterThan(0.5);
    }

    /** By hand: f1 values once, f2 twice among n. */
    @ParameterizedTest
    @CsvSource({
        "'10 10', 1, 19",
        "'10 9 1', 2, 18",
        "'10 8 1 1', 3, 17",
        "'16 2 2', 0.2, 3.8",
        "'15 2 2 1', 0.6666666666666667, 6"
    })
    void theShareOfValuesNeverSeenIsThatOfGoodWithTheErrorOfRobbins(String counts, double a, double b) {
        long[] bins =
                Arrays.stream(counts.split(" ")).mapToLong(Long::parseLong).toArray();
        UnseenShare share = UnseenShare.of(bins);
        assertThat(share.a()).isCloseTo(a, within(1e-12));
        assertThat(share.b()).isCloseTo(b, within(1e-12));
    }

    /** By hand: a = 1, b = 3 is the density 3 (1 - s)^2; two new among two: 3 times the integral of s^2 (1 - s)^2, 1/30. */
    @Test
    void theProbabilityOfNewValuesIsBetaBinomial() {
        UnseenShare share = new UnseenShare(1, 3);
        assertThat(share.atLeast(2, 2)).isCloseTo(0.1, within(1e-12));
        assertThat(share.atLeast(1, 1)).isCloseTo(0.25, within(1e-12));
        assertThat(share.atLeast(1, 2)).isCloseTo(1 - 3.0 / 5, within(1e-12));
        assertThat(share.atLeast(1, 1000)).isLessThanOrEqualTo(1);
    }

    /** The bare e-value, looked at every 50 rows up to 1,000, against references of 300 and 3,000 rows. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"normal", "tied integers", "64 rare levels"})
    void itIsLargeNoMoreOftenThanItMayBe(String name) {
        int streams = 200;
        for (int training : new int[] {300, 3000}) {
            int large = 0;
            for (int stream = 0; stream < streams; stream++) {
                SplittableRandom random = new SplittableRandom(training + stream);
                Ward ward = SizeTest.WARDS.get(name);
                Baseline baseline = ward.baseline(training, random);
                FeatureProfile profile = baseline.features().get(0);
                Places places = new Places(profile);
                ShareEvidence evidence = new ShareEvidence(places, profile, profile);
                double most = 0;
                long[] counts = new long[places.size()];
                for (int look = 0; look < 20; look++) {
                    long[] more = places.of(RowCounts.of(baseline, ward.rows(50, random), new double[0])
                            .feature(0));
                    Arrays.setAll(counts, i -> counts[i] + more[i]);
                    most = Math.max(most, evidence.log(counts));
                }
                large += most >= Math.log(50) ? 1 : 0;
            }
            SizeTest.withinNominal(large, streams, 0.02, name + ", " + training);
        }
    }
}
