package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscriminationTest {
    /** Five cases by hand: events at .9 and .5, others at .1, .5 and .7; of six pairs 3 + 1.5 - 0 are right. */
    @Test
    void pairsAreCountedAndATieCountsOneHalf() {
        RankedAuroc deLong =
                RankedAuroc.of(new double[] {0.9, 0.1, 0.5, 0.5, 0.7}, new boolean[] {true, false, true, false, false});
        assertThat(deLong.auroc()).isEqualTo(4.5 / 6);
        // placements of events 1 and .5: variance .125, over 2; of others 1, .75 and .5: variance .0625, over 3
        assertThat(deLong.variance()).isCloseTo(0.125 / 2 + 0.0625 / 3, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void estimatesAreTheSameForAMonotoneTransformation(Sample sample) {
        double[] transformed = Arrays.stream(sample.risks()).map(Math::sqrt).toArray();
        assertThat(Discrimination.auroc(transformed, sample.happened(), AurocScale.LOGIT, 0.95))
                .isEqualTo(Discrimination.auroc(sample.risks(), sample.happened(), AurocScale.LOGIT, 0.95));
    }

    @ParameterizedTest
    @EnumSource
    void reversedRisksMirrorTheValue(Sample sample) {
        double[] reversed = Arrays.stream(sample.risks()).map(r -> 1 - r).toArray();
        Estimate.Known there =
                Oracle.known(Discrimination.auroc(sample.risks(), sample.happened(), AurocScale.LINEAR, 0.9));
        Estimate.Known back = Oracle.known(Discrimination.auroc(reversed, sample.happened(), AurocScale.LINEAR, 0.9));
        assertThat(back.value()).isCloseTo(1 - there.value(), within(1e-14));
        assertThat(back.interval().lower()).isCloseTo(1 - there.interval().upper(), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void orderOfCasesDoesNotMatter(long seed) {
        double[] risks = Sample.TIES60.risks();
        double[] second = Sample.TIES60.risksOfSecondModel();
        boolean[] happened = Sample.TIES60.happened();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = risks.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            swap(risks, i, j);
            swap(second, i, j);
            boolean h = happened[i];
            happened[i] = happened[j];
            happened[j] = h;
        }
        Estimate.Known before = Oracle.known(Discrimination.aurocDifference(
                Sample.TIES60.risksOfSecondModel(), Sample.TIES60.risks(), Sample.TIES60.happened(), 0.95));
        Estimate.Known after = Oracle.known(Discrimination.aurocDifference(second, risks, happened, 0.95));
        assertThat(after.value()).isEqualTo(before.value());
        assertThat(after.interval().lower()).isCloseTo(before.interval().lower(), within(1e-14));
    }

    private static void swap(double[] values, int i, int j) {
        double v = values[i];
        values[i] = values[j];
        values[j] = v;
    }

    @Test
    void argumentsAreOnlyRead() {
        double[] risks = Sample.FORMULA200.risks();
        double[] second = Sample.FORMULA200.risksOfSecondModel();
        boolean[] happened = Sample.FORMULA200.happened();
        Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
        Discrimination.aurocDifference(second, risks, happened, 0.95);
        assertThat(risks).isEqualTo(Sample.FORMULA200.risks());
        assertThat(second).isEqualTo(Sample.FORMULA200.risksOfSecondModel());
        assertThat(happened).isEqualTo(Sample.FORMULA200.happened());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneClassAloneIsUndefinedAndSaysWhich(boolean everybody) {
        boolean[] happened = new boolean[30];
        Arrays.fill(happened, everybody);
        Estimate estimate = Discrimination.auroc(Sample.doubles(30, k -> k / 30.0), happened, AurocScale.LOGIT, 0.95);
        assertThat(estimate)
                .isEqualTo(new Estimate.Undefined((everybody ? "all" : "none") + " of the 30 cases had the event"));
        assertThat(Discrimination.aurocDifference(
                        Sample.doubles(30, k -> k / 30.0), Sample.doubles(30, k -> k / 40.0), happened, 0.95))
                .isEqualTo(estimate);
    }

    /** By hand: 1 - .975 = .025 = (1 - q)^10 gives 1 - q = .69150289. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "perfect,  1,   0.6915028921812392, 1",
        "reversed, 0,   0,                  0.3084971078187608",
        "constant, 0.5, 0.3457514460906196, 0.6542485539093804"
    })
    void whereAllPairsAgreeTheIntervalIsNotAPoint(String kind, double value, double lower, double upper) {
        boolean[] happened = Sample.flags(40, k -> k < 10);
        double[] risks =
                Sample.doubles(40, k -> kind.equals("constant") ? 0.3 : (k < 10) == kind.equals("perfect") ? 0.8 : 0.1);
        for (AurocScale scale : AurocScale.values()) {
            Oracle.agrees(Discrimination.auroc(risks, happened, scale, 0.95), value, lower, upper, 1e-12);
        }
    }

    @Test
    void negativeZeroTiesWithZero() {
        boolean[] happened = Sample.flags(20, k -> k % 2 == 0);
        double[] risks = Sample.doubles(20, k -> k % 2 == 0 ? 0.0 : -0.0);
        assertThat(Oracle.known(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95))
                        .value())
                .isEqualTo(0.5);
    }

    @Test
    void theSameRankingDiffersByZeroWithCertainty() {
        double[] transformed =
                Arrays.stream(Sample.FORMULA200.risks()).map(Math::sqrt).toArray();
        Oracle.agrees(
                Discrimination.aurocDifference(
                        transformed, Sample.FORMULA200.risks(), Sample.FORMULA200.happened(), 0.95),
                0,
                0,
                0,
                1e-15);
    }

    @Test
    void twoWaysToBePerfectDifferByZeroWithoutCertainty() {
        boolean[] happened = Sample.flags(40, k -> k < 10);
        double[] perfect = Sample.doubles(40, k -> k < 10 ? 0.8 : 0.1);
        double[] constant = Sample.doubles(40, k -> 0.5);
        Oracle.agrees(
                Discrimination.aurocDifference(perfect, constant, happened, 0.95),
                0.5,
                0.5 - 1.5 * 0.3084971078187608,
                0.5 + 1.5 * 0.3084971078187608,
                1e-12);
    }

    @Test
    void riskOutsideItsRangeIsRefusedAndNamed() {
        boolean[] happened = Sample.flags(3, k -> k == 0);
        for (double bad : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(
                            () -> Discrimination.auroc(new double[] {0.5, bad, 0.5}, happened, AurocScale.LOGIT, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("risks[1] must be in [0, 1], was " + bad);
            assertThatThrownBy(() ->
                            Discrimination.aurocDifference(new double[3], new double[] {0.5, bad, 0.5}, happened, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("champion[1] must be in [0, 1], was " + bad);
        }
    }

    @Test
    void lengthsAndLevelAreChecked() {
        assertThatThrownBy(() -> Discrimination.auroc(new double[2], new boolean[3], AurocScale.LOGIT, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 3");
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> Discrimination.auroc(new double[3], new boolean[3], AurocScale.LOGIT, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("level");
        }
    }

    /** Normal scores one apart or 2.3262 apart: true AUROC Phi(d / sqrt 2), .7602 and .95; 4,000 samples each. */
    @ParameterizedTest(name = "{0} events, {1} others, true AUROC {3}")
    @CsvSource({"10, 10, 1, 0.7602499389", "10, 60, 2.326174307, 0.95", "50, 200, 2.326174307, 0.95"})
    void theIntervalOnTheLogitScaleCovers(int events, int others, double shift, double truth) {
        int samples = 4000;
        int logit = 0;
        int linear = 0;
        for (int seed = 0; seed < samples; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(
                    events + others, k -> LogOdds.sigmoid(random.nextGaussian() + (k < events ? shift : 0)));
            boolean[] happened = Sample.flags(events + others, k -> k < events);
            logit += covers(risks, happened, AurocScale.LOGIT, truth);
            linear += covers(risks, happened, AurocScale.LINEAR, truth);
        }
        assertThat((double) logit / samples).isBetween(0.92, 0.98);
        assertThat(logit).isGreaterThan(linear);
    }

    private static int covers(double[] risks, boolean[] happened, AurocScale scale, double truth) {
        return Oracle.known(Discrimination.auroc(risks, happened, scale, 0.95))
                        .interval()
                        .contains(truth)
                ? 1
                : 0;
    }

    /** A loop over pairs would compare 2.5e11 of them. */
    @Test
    void aMillionCasesTakeSeconds() {
        SplittableRandom random = new SplittableRandom(1);
        double[] risks = Sample.doubles(1_000_000, k -> random.nextDouble());
        boolean[] happened = Sample.flags(1_000_000, k -> random.nextDouble() < risks[k]);
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> Oracle.agrees(
                        Oracle.known(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95))
                                .value(),
                        5.0 / 6,
                        1e-2));
    }

    @Test
    void fewerThanAHundredInAClassIsOfLowPrecision() {
        assertThat(Discrimination.lowPrecision(100, 100)).isFalse();
        assertThat(Discrimination.lowPrecision(99, 100_000)).isTrue();
        assertThat(Discrimination.lowPrecision(5000, 99)).isTrue();
        assertThat(Discrimination.lowPrecision(0, 0)).isTrue();
        assertThatThrownBy(() -> Discrimination.lowPrecision(-1, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("events must be >= 0, was -1");
        assertThatThrownBy(() -> Discrimination.lowPrecision(5, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("others must be >= 0, was -1");
    }

    @Test
    void testsThatSayNothingAreAnswers() {
        boolean[] happened = Sample.flags(40, k -> k < 10);
        double[] perfect = Sample.doubles(40, k -> k < 10 ? 0.8 : 0.1);
        double[] perfectToo = Sample.doubles(40, k -> k < 10 ? 0.9 : 0.3);
        double[] constant = Sample.doubles(40, k -> 0.5);
        assertThat(Discrimination.aurocTest(perfect, perfectToo, happened))
                .isEqualTo(new HypothesisTest.Tested("paired-delong", 0, 1, 40));
        assertThat(Discrimination.aurocTest(perfect, constant, happened))
                .isEqualTo(new HypothesisTest.NotTested("the estimated variance of the difference is 0", 40));
        assertThat(Discrimination.aurocTest(perfect, constant, Sample.flags(40, k -> k < 9)))
                .isEqualTo(new HypothesisTest.NotTested("the smaller class has 9 cases, 10 are needed", 40));
        assertThat(Discrimination.aurocTest(new double[0], new double[0], new boolean[0]))
                .isEqualTo(new HypothesisTest.NotTested("the smaller class has 0 cases, 10 are needed", 0));
        assertThatThrownBy(() -> Discrimination.aurocTest(perfect, new double[40 - 1], happened))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("39 and 40");
    }

    @ParameterizedTest
    @EnumSource
    void theTestIsSymmetric(Sample sample) {
        HypothesisTest one = Discrimination.aurocTest(sample.risks(), sample.risksOfSecondModel(), sample.happened());
        HypothesisTest two = Discrimination.aurocTest(sample.risksOfSecondModel(), sample.risks(), sample.happened());
        one.match(
                tested -> assertThat(two)
                        .isEqualTo(new HypothesisTest.Tested(
                                "paired-delong", -tested.statistic(), tested.pValue(), tested.n())),
                not -> Assertions.fail(not.reason()));
    }

    /** One array of eight bytes for a case, and the places of the slots. */
    @Test
    void aMillionCasesTakeNineMegabytes() {
        SplittableRandom random = new SplittableRandom(1);
        double[] risks = Sample.doubles(1_000_000, k -> Math.rint(random.nextDouble() * 1000) / 1000);
        boolean[] happened = Sample.flags(1_000_000, k -> random.nextDouble() < risks[k]);
        Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(9_000_000);
    }
}
