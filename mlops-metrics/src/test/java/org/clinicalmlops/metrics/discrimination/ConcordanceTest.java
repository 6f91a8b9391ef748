package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Harrell's and Uno's C, and the AUROC at a horizon. */
class ConcordanceTest {
    private static final double FOREVER = Double.POSITIVE_INFINITY;

    private static Estimate harrell(double[] scores, double[] times, boolean[] happened) {
        return Concordance.harrell(scores, times, happened, AurocScale.LOGIT, 0.95);
    }

    private static Estimate uno(double[] scores, double[] times, boolean[] happened) {
        return Concordance.uno(scores, times, happened, FOREVER, AurocScale.LOGIT, 0.95);
    }

    private static Estimate at(double horizon, double[] scores, double[] times, boolean[] happened) {
        return TimeDependentAuroc.at(horizon, scores, times, happened, AurocScale.LOGIT, 0.95);
    }

    /**
     * Ten events at 1 to 10, scores falling with time but for the third and the fourth, which tie, and one censored at 3 with the
     * lowest score: 45 pairs of events, of which one is tied, and three of an event up to 3 with the censored one.
     */
    @Test
    void pairsAreCountedAndTheCensoredAreComparedWithEarlierAndSimultaneousEvents() {
        double[] scores = {10, 9, 7, 7, 6, 5, 4, 3, 2, 1, 0};
        double[] times = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3};
        boolean[] happened = Sample.flags(11, k -> k < 10);
        assertThat(Oracle.known(harrell(scores, times, happened)).value()).isCloseTo(47.5 / 48, within(1e-15));
        // one of the nine at risk at 3 after its event leaves: later events count 1 / (1 - 1/8)^2
        double later = 64.0 / 49;
        assertThat(Oracle.known(uno(scores, times, happened)).value())
                .isCloseTo((10 + 9 + 7.5 + 21 * later) / (10 + 9 + 8 + 21 * later), within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(names = {"TIES120", "CENSORED300"})
    void neitherOrderNorAMonotoneTransformationMatters(FollowedSample sample) {
        double[] scores = sample.scores();
        double[] times = sample.times();
        boolean[] happened = sample.happened();
        int n = scores.length;
        int[] back = java.util.stream.IntStream.range(0, n)
                .map(i -> (i * 7 + 11) % n)
                .toArray();
        double[] otherScores = Sample.doubles(n, i -> Math.expm1(3 * scores[back[i]]) - 5);
        double[] otherTimes = Sample.doubles(n, i -> times[back[i]]);
        boolean[] otherHappened = Sample.flags(n, i -> happened[back[i]]);
        same(harrell(scores, times, happened), harrell(otherScores, otherTimes, otherHappened));
        same(uno(scores, times, happened), uno(otherScores, otherTimes, otherHappened));
        same(at(0.5, scores, times, happened), at(0.5, otherScores, otherTimes, otherHappened));
    }

    private static void same(Estimate one, Estimate two) {
        Estimate.Known known = Oracle.known(one);
        Oracle.agrees(
                two, known.value(), known.interval().lower(), known.interval().upper(), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIES120", "CENSORED300", "RARE5000"})
    void reversedScoresMirrorTheValues(FollowedSample sample) {
        double[] scores = sample.scores();
        double[] reversed = Arrays.stream(scores).map(s -> -s).toArray();
        double[] times = sample.times();
        boolean[] happened = sample.happened();
        assertThat(Oracle.known(harrell(reversed, times, happened)).value())
                .isCloseTo(1 - Oracle.known(harrell(scores, times, happened)).value(), within(1e-12));
        assertThat(Oracle.known(uno(reversed, times, happened)).value())
                .isCloseTo(1 - Oracle.known(uno(scores, times, happened)).value(), within(1e-12));
        assertThat(Oracle.known(at(1, reversed, times, happened)).value())
                .isCloseTo(1 - Oracle.known(at(1, scores, times, happened)).value(), within(1e-12));
    }

    /** Nobody is censored before the horizon: the plain AUROC of "event by the horizon". */
    @Test
    void withoutCensoringItIsTheAuroc() {
        double[] scores = FollowedSample.FOLLOWED200.scores();
        double[] times = FollowedSample.FOLLOWED200.times();
        boolean[] happened = FollowedSample.FOLLOWED200.happened();
        boolean[] by = Sample.flags(200, k -> times[k] <= 0.5);
        Estimate.Known plain = Oracle.known(Discrimination.auroc(scores, by, AurocScale.LINEAR, 0.95));
        Estimate.Known at = Oracle.known(TimeDependentAuroc.at(0.5, scores, times, happened, AurocScale.LINEAR, 0.95));
        assertThat(at.value()).isCloseTo(plain.value(), within(1e-12));
        // the jackknife divides by n, DeLong by n - 1 in each class
        assertThat(at.interval().lower()).isCloseTo(plain.interval().lower(), within(1e-3));
        // ... and Uno's C is Harrell's
        assertThat(uno(scores, times, happened)).isEqualTo(harrell(scores, times, happened));
    }

    @Test
    void argumentsAreOnlyRead() {
        double[] scores = FollowedSample.TIES120.scores();
        double[] times = FollowedSample.TIES120.times();
        boolean[] happened = FollowedSample.TIES120.happened();
        harrell(scores, times, happened);
        uno(scores, times, happened);
        at(1, scores, times, happened);
        assertThat(scores).isEqualTo(FollowedSample.TIES120.scores());
        assertThat(times).isEqualTo(FollowedSample.TIES120.times());
        assertThat(happened).isEqualTo(FollowedSample.TIES120.happened());
    }

    /** By hand: 1 - .975 = .025 = (1 - q)^10 gives 1 - q = .69150289. */
    @Test
    void whereAllPairsAgreeTheIntervalIsNotAPoint() {
        double[] times = Sample.doubles(20, k -> k + 1);
        boolean[] happened = Sample.flags(20, k -> k != 3 && k < 15);
        double[] perfect = Sample.doubles(20, k -> 1 - k / 20.0);
        double[] constant = new double[20];
        for (Estimate estimate : new Estimate[] {harrell(perfect, times, happened), uno(perfect, times, happened)}) {
            Oracle.agrees(estimate, 1, 0.6915028921812392, 1, 1e-12);
        }
        for (Estimate estimate : new Estimate[] {harrell(constant, times, happened), uno(constant, times, happened)}) {
            Oracle.agrees(estimate, 0.5, 0.3457514460906196, 0.6542485539093804, 1e-12);
        }
        double[] longer = Sample.doubles(30, k -> k + 1);
        boolean[] events = Sample.flags(30, k -> k != 3 && k < 11);
        Oracle.agrees(at(11, Sample.doubles(30, k -> -k), longer, events), 1, 0.6915028921812392, 1, 1e-12);
        Oracle.agrees(at(11, Sample.doubles(30, k -> k), longer, events), 0, 0, 0.3084971078187608, 1e-12);
        Oracle.agrees(at(11, new double[30], longer, events), 0.5, 0.3457514460906196, 0.6542485539093804, 1e-12);
    }

    @Test
    void tooFewEventsAndNoPairsAreAnswers() {
        double[] times = Sample.doubles(30, k -> k + 1);
        double[] scores = Sample.doubles(30, k -> k % 7);
        boolean[] nine = Sample.flags(30, k -> k < 9);
        boolean[] most = Sample.flags(30, k -> k < 25);
        assertThat(harrell(scores, times, nine)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(uno(scores, times, nine)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(Concordance.uno(scores, times, most, 5, AurocScale.LOGIT, 0.95))
                .isEqualTo(new Estimate.TooFew(5, 10));
        assertThat(harrell(new double[0], new double[0], new boolean[0])).isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(harrell(new double[] {1}, new double[] {1}, new boolean[] {true}))
                .isEqualTo(new Estimate.TooFew(1, 10));
        double[] atOnce = Sample.doubles(30, k -> 1);
        assertThat(harrell(scores, atOnce, Sample.flags(30, k -> true)))
                .isEqualTo(new Estimate.Undefined("no two cases can be compared"));
        assertThat(at(5, scores, times, most)).isEqualTo(new Estimate.TooFew(5, 10));
        assertThat(at(25, scores, times, most)).isEqualTo(new Estimate.TooFew(5, 10));
        assertThat(at(0.5, scores, times, most))
                .isEqualTo(new Estimate.Undefined("none of the 30 cases had the event by the horizon 0.5"));
        assertThat(at(30, scores, times, most))
                .isEqualTo(new Estimate.Undefined("none of the 30 cases was followed beyond the horizon 30.0"));
        assertThat(at(1, new double[0], new double[0], new boolean[0])).isEqualTo(new Estimate.TooFew(0, 10));
    }

    @Test
    void badArgumentsAreRefusedAndNamed() {
        boolean[] happened = new boolean[3];
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> harrell(new double[] {0, bad, 0}, new double[3], happened))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("scores[1] must be finite, was " + bad);
            assertThatThrownBy(() -> at(1, new double[3], new double[] {0, 0, bad}, happened))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("times[2] must be finite and >= 0, was " + bad);
        }
        assertThatThrownBy(() -> harrell(new double[3], new double[] {0, -1, 0}, happened))
                .hasMessage("times[1] must be finite and >= 0, was -1.0");
        assertThatThrownBy(() -> harrell(new double[3], new double[2], happened))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3, 2 and 3");
        for (double bad : new double[] {Double.NaN, 0, -1}) {
            assertThatThrownBy(() -> at(bad, new double[3], new double[3], happened))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("horizon must be above 0");
            assertThatThrownBy(
                            () -> Concordance.uno(new double[3], new double[3], happened, bad, AurocScale.LOGIT, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("horizon must be above 0");
        }
        assertThatThrownBy(() -> Concordance.harrell(new double[3], new double[3], happened, AurocScale.LOGIT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level");
    }

    /** A loop over pairs would compare 1e10 of them. */
    @ParameterizedTest
    @ValueSource(longs = 1)
    void aHundredThousandCasesTakeSeconds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = Sample.doubles(100_000, k -> random.nextDouble());
        double[] times = Sample.doubles(100_000, k -> Math.ceil(1000 * random.nextDouble() * (1.5 - scores[k])));
        boolean[] happened = Sample.flags(100_000, k -> random.nextDouble() < 0.4);
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            assertThat(Oracle.known(uno(scores, times, happened)).value()).isBetween(0.6, 0.8);
            assertThat(Oracle.known(at(500, scores, times, happened)).value()).isBetween(0.6, 0.9);
        });
    }
}
