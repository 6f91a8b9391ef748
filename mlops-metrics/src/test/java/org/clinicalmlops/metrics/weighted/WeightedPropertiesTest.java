package org.clinicalmlops.metrics.weighted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WeightedPropertiesTest {
    private static final double PRECISION = 1e-10;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** Some 150 cases with eighths as risks, threshold 1/2 included. */
    private static final class Drawn {
        final SplittableRandom random;
        final int n;
        final double[] risks;
        final boolean[] happened;

        Drawn(long seed) {
            random = new SplittableRandom(seed);
            n = 120 + random.nextInt(60);
            risks = Sample.doubles(n, k -> (1 + random.nextInt(7)) / 8.0);
            happened = Sample.flags(n, k -> random.nextDouble() < 0.2 + 0.6 * risks[k]);
        }

        WeightedCases with(double[] weights) {
            return WeightedCases.of(risks, happened, weights);
        }
    }

    /** The unweighted functions; those of shares with another interval. */
    private static Map<Weighted, Estimate> unweighted(double[] risks, boolean[] happened) {
        ConfusionMatrix above = ConfusionMatrix.above(risks, happened, 0.5);
        ConfusionMatrix atOrAbove = ConfusionMatrix.atOrAbove(risks, happened, 0.5);
        ProportionInterval wilson = ProportionInterval.WILSON;
        return Map.ofEntries(
                Map.entry(Weighted.AUROC, Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95)),
                Map.entry(Weighted.AVERAGE_PRECISION, PrecisionRecall.average(risks, happened, 0.95)),
                Map.entry(Weighted.BRIER, Brier.score(risks, happened, 0.95)),
                Map.entry(Weighted.LOG_LOSS, Likelihood.logLoss(risks, happened, 0.95)),
                Map.entry(Weighted.OBSERVED_OVER_EXPECTED, Calibration.observedOverExpected(risks, happened, 0.95)),
                Map.entry(Weighted.INTERCEPT, Calibration.intercept(risks, happened, 0.95)),
                Map.entry(Weighted.SLOPE, Calibration.slope(risks, happened, 0.95)),
                Map.entry(Weighted.SENSITIVITY, AtThreshold.sensitivity(above, wilson, 0.95)),
                Map.entry(Weighted.SPECIFICITY, AtThreshold.specificity(above, wilson, 0.95)),
                Map.entry(Weighted.PPV, AtThreshold.positivePredictiveValue(above, wilson, 0.95)),
                Map.entry(Weighted.NPV, AtThreshold.negativePredictiveValue(atOrAbove, wilson, 0.95)));
    }

    private static void same(Estimate actual, Estimate expected) {
        Estimate.Known known = Oracle.known(expected);
        Oracle.agrees(
                actual,
                known.value(),
                known.interval().lower(),
                known.interval().upper(),
                PRECISION);
        assertThat(Oracle.known(actual).n()).isEqualTo(known.n());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void casesWithoutWeightCountForNothing(long seed) {
        Drawn drawn = new Drawn(seed);
        double[] weights =
                Sample.doubles(drawn.n, k -> drawn.random.nextInt(4) == 0 ? 0 : 0.5 + drawn.random.nextDouble());
        int[] kept = IntStream.range(0, drawn.n).filter(k -> weights[k] > 0).toArray();
        assertThat(kept.length).isBetween(1, drawn.n - 1);
        WeightedCases without = WeightedCases.of(
                Sample.doubles(kept.length, k -> drawn.risks[kept[k]]),
                Sample.flags(kept.length, k -> drawn.happened[kept[k]]),
                Sample.doubles(kept.length, k -> weights[kept[k]]));
        for (Weighted number : Weighted.values()) {
            assertThat(number.of(drawn.with(weights))).as(number.name()).isEqualTo(number.of(without));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void wholeWeightsGiveTheValueOfRepeatedRows(long seed) {
        Drawn drawn = new Drawn(seed);
        int[] times =
                IntStream.range(0, drawn.n).map(k -> drawn.random.nextInt(5)).toArray();
        int[] rows = IntStream.range(0, drawn.n)
                .flatMap(k -> IntStream.range(0, times[k]).map(t -> k))
                .toArray();
        Map<Weighted, Estimate> repeated = unweighted(
                Sample.doubles(rows.length, r -> drawn.risks[rows[r]]),
                Sample.flags(rows.length, r -> drawn.happened[rows[r]]));
        WeightedCases cases = drawn.with(Sample.doubles(drawn.n, k -> times[k]));
        repeated.forEach(
                (number, expected) -> assertThat(Oracle.known(number.of(cases)).value())
                        .as(number.name())
                        .isCloseTo(Oracle.known(expected).value(), within(PRECISION)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyTheRatiosOfWeightsMatter(long seed) {
        Drawn drawn = new Drawn(seed);
        double[] weights = Sample.doubles(drawn.n, k -> drawn.random.nextDouble());
        double factor = Math.exp(200 * (drawn.random.nextDouble() - 0.5));
        for (Weighted number : Weighted.values()) {
            Estimate expected = number.of(drawn.with(weights));
            same(number.of(drawn.with(Sample.doubles(drawn.n, k -> factor * weights[k]))), expected);
            assertThat(number.of(drawn.with(Sample.doubles(drawn.n, k -> 0x1p-40 * weights[k]))))
                    .as("powers of two change no bit: %s", number)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfTheCasesDoesNotMatter(long seed) {
        Drawn drawn = new Drawn(seed);
        double[] weights = Sample.doubles(drawn.n, k -> drawn.random.nextDouble());
        int last = drawn.n - 1;
        WeightedCases reversed = WeightedCases.of(
                Sample.doubles(drawn.n, k -> drawn.risks[last - k]),
                Sample.flags(drawn.n, k -> drawn.happened[last - k]),
                Sample.doubles(drawn.n, k -> weights[last - k]));
        for (Weighted number : Weighted.values()) {
            assertThat(number.of(reversed)).as(number.name()).isEqualTo(number.of(drawn.with(weights)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void equalWeightsGiveTheUnweightedValue(long seed) {
        Drawn drawn = new Drawn(seed);
        WeightedCases cases = drawn.with(Sample.doubles(drawn.n, k -> 0.7));
        unweighted(drawn.risks, drawn.happened).forEach((number, expected) -> {
            Oracle.agrees(
                    Oracle.known(number.of(cases)).value(),
                    Oracle.known(expected).value(),
                    PRECISION);
            assertThat(Oracle.known(number.of(cases)).n())
                    .isEqualTo(Oracle.known(expected).n());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"AUROC", "AVERAGE_PRECISION", "BRIER", "LOG_LOSS"})
    void equalWeightsGiveTheUnweightedInterval(Weighted number) {
        for (Sample sample : Sample.values()) {
            double[] risks = sample.risks();
            WeightedCases cases = WeightedCases.of(risks, sample.happened(), Sample.doubles(risks.length, k -> 3));
            same(number.of(cases), unweighted(risks, sample.happened()).get(number));
        }
    }

    /** 20,000 outcomes by chance alone at the predicted risks: there the model's variance is right too. */
    @Test
    void equalWeightsGiveNearlyTheIntervalsOfAModelThatFits() {
        SplittableRandom random = new SplittableRandom(11);
        double[] risks = Sample.doubles(20_000, k -> LogOdds.sigmoid(1.5 * random.nextGaussian() - 1));
        boolean[] happened = Sample.flags(20_000, k -> random.nextDouble() < risks[k]);
        WeightedCases cases = WeightedCases.of(risks, happened, Sample.doubles(20_000, k -> 1));
        Map<Weighted, Estimate> unweighted = unweighted(risks, happened);
        unweighted.forEach((number, expected) -> {
            double ratio = width(number.of(cases)) / width(expected);
            // takes all cases for one risk, which is wider
            double centre = number == Weighted.OBSERVED_OVER_EXPECTED ? 0.83 : 1;
            assertThat(ratio).as(number.name()).isCloseTo(centre, within(0.02));
        });
    }

    private static double width(Estimate estimate) {
        Estimate.Known known = Oracle.known(estimate);
        return known.interval().upper() - known.interval().lower();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUROC", "AVERAGE_PRECISION"})
    void monotoneTransformationsDoNotMatter(Weighted number) {
        for (WeightedSample sample : WeightedSample.values()) {
            double[] risks = sample.risks();
            WeightedCases moved = WeightedCases.of(
                    Sample.doubles(risks.length, k -> Math.sqrt(risks[k])), sample.happened(), sample.weights());
            assertThat(number.of(moved)).isEqualTo(number.of(sample.cases()));
        }
    }
}
