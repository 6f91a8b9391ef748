package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedExpectedTest {
    private static Estimate ratio(double[] risks, boolean[] happened, RatioInterval interval) {
        return Calibration.observedOverExpected(risks, happened, interval, 0.95);
    }

    /** R 4.2.2: binom.test(x, n)$conf.int; equal risks make the interval that of Clopper and Pearson. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.3084971078187608",
        "3, 10, 0.06673951117773447, 0.6524528500599972",
        "10, 10, 0.6915028921812392, 1",
        "1, 1, 0.025, 1",
        "0, 1, 0, 0.975",
        "4, 400, 0.002731195971242952, 0.025404800907336211"
    })
    void equalRisksGiveTheIntervalOfClopperAndPearson(int events, int n, double lower, double upper) {
        Estimate.Known known = Oracle.known(
                ratio(Sample.doubles(n, k -> 0.2), Sample.flags(n, k -> k < events), RatioInterval.POISSON_BINOMIAL));
        assertThat(known.value()).isCloseTo(events / (0.2 * n), within(1e-12));
        assertThat(known.interval().lower() * 0.2).isCloseTo(lower, within(1e-9));
        assertThat(known.interval().upper() * 0.2).isCloseTo(upper, within(1e-9));
    }

    /** By hand: no event gives 0 to -ln(.025) over what was expected. */
    @Test
    void noEventIsAnAnswerOfTheExactIntervals() {
        Oracle.agrees(
                ratio(Sample.doubles(30, k -> 0.1), new boolean[30], RatioInterval.POISSON),
                0,
                0,
                -Math.log(0.025) / 3,
                1e-12);
        assertThat(ratio(Sample.doubles(30, k -> 0.1), new boolean[30], RatioInterval.LOG))
                .isEqualTo(new Estimate.TooFew(0, 10));
    }

    @ParameterizedTest
    @EnumSource
    void withoutCasesThereAreTooFewAndWithoutRiskNoRatio(RatioInterval interval) {
        boolean[] half = Sample.flags(40, k -> k % 2 == 0);
        assertThat(ratio(new double[0], new boolean[0], interval)).isInstanceOf(Estimate.TooFew.class);
        assertThat(ratio(new double[40], half, interval))
                .isEqualTo(new Estimate.Undefined("no event was expected: the sum of all risks is 0.0"));
        assertThatThrownBy(() -> ratio(new double[] {-0.1}, new boolean[1], interval))
                .hasMessageContaining("risks[0]");
    }

    @Test
    void whatRisksExcludeIsExplainedByNoFactor() {
        double[] risks = {0, 0.5, 1};
        boolean[] none = new boolean[3];
        assertThat(ratio(risks, none, RatioInterval.POISSON_BINOMIAL)).isInstanceOf(Estimate.Undefined.class);
        // the sure event and one of chance 1/2 of 1.5 expected
        Oracle.agrees(
                ratio(risks, new boolean[] {false, false, true}, RatioInterval.POISSON_BINOMIAL),
                1 / 1.5,
                1 / 1.5,
                1.975 / 1.5,
                1e-9);
        assertThat(ratio(new double[] {Double.MIN_VALUE}, new boolean[] {true}, RatioInterval.POISSON))
                .isEqualTo(new Estimate.Undefined("next to no event was expected"));
    }

    @Test
    void risksNearOneMakeThePoissonIntervalTooWide() {
        double[] risks = Sample.doubles(100, k -> 0.9);
        boolean[] happened = Sample.flags(100, k -> k < 90);
        Estimate.Known poisson = Oracle.known(ratio(risks, happened, RatioInterval.POISSON));
        Estimate.Known binomial = Oracle.known(ratio(risks, happened, RatioInterval.POISSON_BINOMIAL));
        assertThat(binomial.interval().upper()).isLessThanOrEqualTo(100 / 90.0);
        assertThat(poisson.interval().upper()).isGreaterThan(1.2);
    }

    /** The truth multiplies the odds by 1.5; by enumeration over all outcomes' counts, not by simulation. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5, 4})
    void thePoissonBinomialIntervalCoversAtItsLevelExactly(double factor) {
        double[] risks = Sample.doubles(60, k -> (k + 0.5) / 120);
        double[] truth =
                Arrays.stream(risks).map(r -> r * factor / (r * factor + 1 - r)).toArray();
        double ratio = Arrays.stream(truth).sum() / Arrays.stream(risks).sum();
        PoissonBinomial distribution = PoissonBinomial.of(truth);
        double covered = 0;
        for (int events = 0; events <= 60; events++) {
            int observed = events;
            Estimate.Known known =
                    Oracle.known(ratio(risks, Sample.flags(60, k -> k < observed), RatioInterval.POISSON_BINOMIAL));
            covered += known.interval().contains(ratio) ? distribution.probability(events) : 0;
        }
        assertThat(covered).isBetween(0.95, 0.99);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theProbabilitiesOfThePoissonBinomialAddUpWhateverTheRisks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] risks = Sample.doubles(700, k -> Math.pow(random.nextDouble(), seed));
        PoissonBinomial distribution = PoissonBinomial.of(risks);
        double sum = 0;
        double mean = 0;
        for (int k = 0; k <= 700; k++) {
            assertThat(distribution.atMost(k) + distribution.atLeast(k + 1)).isCloseTo(1, within(1e-12));
            sum += distribution.probability(k);
            mean += k * distribution.probability(k);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(mean).isCloseTo(distribution.mean(), within(1e-9));
    }

    /** With risks of one half the number is binomial; the window starts far from 0. */
    @Test
    void aWindowThatMovesGivesTheBinomialDistribution() {
        PoissonBinomial distribution = PoissonBinomial.of(Sample.doubles(3000, k -> 0.5));
        assertThat(distribution.isExact()).isTrue();
        // R 4.2.2: dbinom(1500, 3000, .5), pbinom(1400, 3000, .5)
        assertThat(distribution.probability(1500)).isCloseTo(0.01456609851579576, within(1e-12));
        assertThat(distribution.atMost(1400)).isCloseTo(0.0001392819805196176, within(1e-12));
        assertThat(distribution.atMost(-1)).isZero();
        assertThat(distribution.atMost(3000)).isEqualTo(1);
        assertThat(distribution.atLeast(0)).isEqualTo(1);
        assertThat(distribution.atLeast(3001)).isZero();
        assertThat(distribution.probability(-1)).isZero();
        assertThat(distribution.probability(0)).isZero();
    }

    @Test
    void beyondTheBoundTheApproximationIsGoodToThreeInAHundredThousand() {
        double[] risks = Sample.doubles(11_000, k -> 0.1);
        PoissonBinomial exact = PoissonBinomial.of(Sample.doubles(11_000, k -> 0.1));
        assertThat(exact.variance()).isLessThan(PoissonBinomial.EXACT_UP_TO_VARIANCE);
        double[] more = Arrays.copyOf(risks, 11_200);
        Arrays.fill(more, 11_000, 11_200, 0.1);
        PoissonBinomial approximate = PoissonBinomial.of(more);
        assertThat(approximate.isExact()).isFalse();
        // R 4.2.2: pbinom(1060, 11200, .1), pbinom(1120, 11200, .1)
        assertThat(approximate.atMost(1060)).isCloseTo(0.02971999431680199, within(3e-5));
        assertThat(approximate.atMost(1120)).isCloseTo(0.5079572430500455, within(3e-5));
        assertThat(approximate.atLeast(1121)).isCloseTo(1 - 0.5079572430500455, within(3e-5));
        assertThat(approximate.probability(1120)).isCloseTo(0.01256455544543293, within(3e-5));
    }
}
