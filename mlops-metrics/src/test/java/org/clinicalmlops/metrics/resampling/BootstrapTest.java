package org.clinicalmlops.metrics.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PartialAuroc;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.discrimination.RocRange;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.RankedKeys;
import org.clinicalmlops.metrics.overall.Brier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
    private static final Bootstrap SMALL = new Bootstrap(200, 7);

    /** A statistic as a user would write it: the drawn cases as arrays, the function of this module on them. */
    private static RiskStatistic naive(String which) {
        return cases -> (events, others) -> {
            int n = Arrays.stream(events).sum() + Arrays.stream(others).sum();
            double[] risks = new double[n];
            boolean[] happened = new boolean[n];
            int i = 0;
            for (int g = 0; g < events.length; g++) {
                for (int k = 0; k < events[g] + others[g]; k++) {
                    risks[i] = cases.risk(g);
                    happened[i++] = k < events[g];
                }
            }
            Estimate estimate = switch (which) {
                case "auroc" -> Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
                case "ap" -> PrecisionRecall.average(risks, happened, 0.95);
                case "brier" -> Brier.score(risks, happened, 0.95);
                default -> Calibration.slope(risks, happened, 0.95);
            };
            return estimate.fold(
                    known -> OptionalDouble.of(known.value()),
                    few -> OptionalDouble.empty(),
                    u -> OptionalDouble.empty());
        };
    }

    /** What the one sort saves must not change the result. */
    @ParameterizedTest
    @EnumSource
    void countsOverSortedRisksGiveTheResultOfResampledArrays(Sample sample) {
        RiskCounts cases = RiskCounts.of(sample.risks(), sample.happened());
        Bootstrap bootstrap = new Bootstrap(100, 11);
        List<Estimate> fast = bootstrap.estimates(
                cases,
                List.of(
                        Discrimination.aurocStatistic(),
                        PrecisionRecall.averageStatistic(),
                        Brier.scoreStatistic(),
                        Calibration.slopeStatistic()),
                0.9);
        List<Estimate> slow =
                bootstrap.estimates(cases, List.of(naive("auroc"), naive("ap"), naive("brier"), naive("slope")), 0.9);
        for (int i = 0; i < slow.size(); i++) {
            Estimate.Known expected = Oracle.known(slow.get(i));
            Oracle.agrees(
                    fast.get(i),
                    expected.value(),
                    expected.interval().lower(),
                    expected.interval().upper(),
                    1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void slopeOfEachReplicateAgreesWithThePlainFit(Sample sample) {
        assertSlopesAgree(sample.risks(), sample.happened());
    }

    /** Many distinct risks, some clipped, whose log odds are gathered in cells, on which the outcome depends little or much. */
    @ParameterizedTest
    @CsvSource({"4, -1", "4, 0", "4, 0.05", "4, 0.5", "4, 1", "4, 3", "0.1, 40"})
    void slopeOfManyRisksAgreesWithThePlainFitHoweverSteep(double spread, double slope) {
        SplittableRandom random = new SplittableRandom(9);
        double[] logOdds =
                Sample.doubles(6000, k -> k < 20 ? (k % 2 == 0 ? 14 : -14) : spread * (2 * random.nextDouble() - 1));
        double[] risks = Sample.doubles(6000, k -> LogOdds.sigmoid(logOdds[k]));
        boolean[] happened = Sample.flags(6000, k -> random.nextDouble() < LogOdds.sigmoid(0.5 + slope * logOdds[k]));
        assertSlopesAgree(risks, happened);
    }

    /** The cells suit the slope of all cases, here 1: counts with a slope of 10 are not theirs. */
    @Test
    void slopeFarFromThatOfAllCasesAgreesWithThePlainFit() {
        SplittableRandom random = new SplittableRandom(4);
        double[] risks = Sample.doubles(20_000, k -> LogOdds.sigmoid(random.nextDouble() - 0.5));
        boolean[] happened = Sample.flags(20_000, k -> random.nextDouble() < risks[k]);
        RiskCounts cases = RiskCounts.of(risks, happened);
        int[] events = new int[cases.size()];
        int[] others = new int[cases.size()];
        for (int g = 0; g < events.length; g++) {
            events[g] = (int) Math.round(10 * LogOdds.sigmoid(10 * LogOdds.logit(cases.risk(g))));
            others[g] = 10 - events[g];
        }
        double slope =
                Calibration.slopeStatistic().over(cases).of(events, others).orElseThrow();
        assertThat(slope).isBetween(9.0, 11.0);
        assertThat(slope)
                .isCloseTo(naive("slope").over(cases).of(events, others).orElseThrow(), within(1e-9));
    }

    private static void assertSlopesAgree(double[] risks, boolean[] happened) {
        List<Double> differences = new ArrayList<>();
        RiskStatistic both = cases -> {
            RiskStatistic.OfCounts fast = Calibration.slopeStatistic().over(cases);
            RiskStatistic.OfCounts slow = naive("slope").over(cases);
            return (events, others) -> {
                OptionalDouble one = fast.of(events, others);
                OptionalDouble two = slow.of(events, others);
                assertThat(one.isPresent()).isEqualTo(two.isPresent());
                if (one.isPresent()) {
                    differences.add(
                            Math.abs(one.getAsDouble() - two.getAsDouble()) / Math.max(1, Math.abs(two.getAsDouble())));
                }
                return one;
            };
        };
        new Bootstrap(100, 3).estimate(RiskCounts.of(risks, happened), both, 0.95);
        assertThat(differences).hasSizeGreaterThan(90).allMatch(d -> d < 1e-9);
    }

    @Test
    void theSeedAndTheCasesMakeTheAnswerInEveryOrder() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        double[] back = new double[200];
        boolean[] happenedBack = new boolean[200];
        for (int i = 0; i < 200; i++) {
            back[i] = risks[199 - i];
            happenedBack[i] = happened[199 - i];
        }
        Estimate estimate = Discrimination.auroc(risks, happened, SMALL, 0.95);
        assertThat(Discrimination.auroc(back, happenedBack, SMALL, 0.95)).isEqualTo(estimate);
        assertThat(Discrimination.auroc(risks, happened, new Bootstrap(200, 8), 0.95))
                .isNotEqualTo(estimate);
        // frozen: another JVM or version has to give the same
        Oracle.agrees(estimate, 0.8368, 0.78207, 0.89218, 1e-12);
    }

    /** By DeLong .78 to .89; both are asymptotically the same. */
    @Test
    void theIntervalIsCloseToThatOfDeLong() {
        Estimate.Known boot = Oracle.known(Discrimination.auroc(
                Sample.FORMULA200.risks(), Sample.FORMULA200.happened(), new Bootstrap(2000, 1), 0.95));
        assertThat(boot.value()).isCloseTo(0.8368, within(1e-12));
        assertThat(boot.interval().lower()).isCloseTo(0.7826, within(0.01));
        assertThat(boot.interval().upper()).isCloseTo(0.8910, within(0.01));
        assertThat(boot.n()).isEqualTo(200);
    }

    @Test
    void drawsAreUniformAndOfEachStratumAsManyAsItHas() {
        int[] strata = new int[30];
        Arrays.fill(strata, 0, 7, 5);
        Arrays.fill(strata, 7, 30, -2);
        long[] total = new long[30];
        int replicates = 20_000;
        new Bootstrap(replicates, 1).resample(strata, times -> {
            assertThat(Arrays.stream(times, 0, 7).sum()).isEqualTo(7);
            assertThat(Arrays.stream(times, 7, 30).sum()).isEqualTo(23);
            for (int i = 0; i < 30; i++) {
                total[i] += times[i];
            }
        });
        // each total is binomial with mean 20,000 and variance below 20,000; 5 standard deviations
        assertThat(Arrays.stream(total)).allMatch(t -> Math.abs(t - replicates) < 5 * Math.sqrt(replicates));
        double chiSquare = Arrays.stream(total)
                .mapToDouble(t -> (t - 20_000.0) * (t - 20_000.0) / 20_000)
                .sum();
        assertThat(chiSquare).isBetween(10.0, 56.9); // 28 degrees of freedom, .0005 on each side
    }

    /** So many cases that some draws are rejected: at this number 2 in 100,000. */
    @Test
    void drawsAreLemiresFromTheNumbersOfSplittableRandom() {
        int n = 98_765;
        long rejected = (1L << 32) % n;
        SplittableRandom random = new SplittableRandom(17);
        new Bootstrap(100, 17).resample(new int[n], times -> {
            int[] expected = new int[n];
            for (int pair = 0; pair < n / 2; pair++) {
                long bits = random.nextLong();
                for (long half : new long[] {bits >>> 32, bits & 0xFFFFFFFFL}) {
                    long product = half * n;
                    while ((product & 0xFFFFFFFFL) < rejected) {
                        product = (random.nextLong() >>> 32) * n;
                    }
                    expected[(int) (product >>> 32)]++;
                }
            }
            long product;
            do {
                product = (random.nextLong() >>> 32) * n;
            } while ((product & 0xFFFFFFFFL) < rejected);
            expected[(int) (product >>> 32)]++;
            assertThat(times).isEqualTo(expected);
        });
    }

    /** The Brier score is summed in whole numbers that have room for the prepared cases: more of them must not overflow. */
    @Test
    void brierOfMoreCasesThanWerePrepared() {
        RiskCounts cases = RiskCounts.of(new double[] {0, 0.25, 1}, new boolean[] {true, false, false});
        RiskStatistic.OfCounts brier = Brier.scoreStatistic().over(cases);
        assertThat(brier.of(new int[] {1, 0, 0}, new int[] {0, 1, 1})).hasValue((1 + 0.0625 + 1) / 3);
        assertThat(brier.of(new int[] {1, 0, 0}, new int[] {0, 0, 0})).hasValue(1);
        assertThat(brier.of(new int[] {3000, 0, 0}, new int[] {0, 0, 1000})).hasValue(1);
        assertThat(brier.of(new int[3], new int[3])).isEmpty();
    }

    /** By hand, and R: quantile(c(1, 2, 4, 8, 16), c(.1, .9)) is 1.4 and 12.8. */
    @Test
    void percentilesInterpolate() {
        double[] values = {8, 1, 16, 2, 4};
        Interval interval = Bootstrap.percentile(values, 0.8);
        assertThat(interval.lower()).isCloseTo(1.4, within(1e-12));
        assertThat(interval.upper()).isCloseTo(12.8, within(1e-12));
        assertThat(values).containsExactly(8, 1, 16, 2, 4);
        assertThat(Bootstrap.percentile(new double[] {3}, 0.95)).isEqualTo(new Interval(3, 3, 0.95));
        assertThatThrownBy(() -> Bootstrap.percentile(new double[0], 0.95))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bootstrap.percentile(new double[] {1, Double.NaN}, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void whatSaysNothingAboutItsUncertaintyIsUndefined() {
        double[] perfect = Sample.doubles(40, k -> k < 20 ? 0.9 : 0.1);
        boolean[] happened = Sample.flags(40, k -> k < 20);
        assertThat(Discrimination.auroc(perfect, happened, SMALL, 0.95))
                .isEqualTo(new Estimate.Undefined("all replicates have the value 1.0"));
        assertThat(SMALL.estimate(RiskCounts.of(perfect, happened), Calibration.slopeStatistic(), 0.95))
                .isEqualTo(new Estimate.Undefined("the statistic does not exist for these cases"));
    }

    @Test
    void whatIsMissingInManyReplicatesIsUndefined() {
        RiskStatistic sometimes =
                cases -> (events, others) -> events[0] % 2 == 0 ? OptionalDouble.empty() : OptionalDouble.of(events[0]);
        boolean[] happened = Sample.flags(40, k -> k < 20);
        double[] risks = Sample.doubles(40, k -> k % 20 / 20.0);
        assertThat(SMALL.estimate(RiskCounts.of(risks, happened), sometimes, 0.95))
                .isInstanceOf(Estimate.Undefined.class)
                .asString()
                .contains("of 200 replicates");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tooFewAndOneClassAreAnswers(boolean event) {
        double[] risks = Sample.doubles(30, k -> k / 30.0);
        boolean[] one = Sample.flags(30, k -> event);
        assertThat(Discrimination.auroc(risks, one, SMALL, 0.95)).isInstanceOf(Estimate.Undefined.class);
        assertThat(PrecisionRecall.average(risks, one, SMALL, 0.95)).isInstanceOf(Estimate.Undefined.class);
        boolean[] nine = Sample.flags(30, k -> k < 9 == event);
        assertThat(Discrimination.auroc(risks, nine, SMALL, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(PartialAuroc.area(risks, nine, RocRange.specificity(0.9, 1), SMALL, 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(Discrimination.auroc(new double[0], new boolean[0], SMALL, 0.95))
                .isEqualTo(new Estimate.TooFew(0, 10));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Bootstrap(99, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicates must be >= 100, was 99");
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> Discrimination.auroc(new double[2], new boolean[2], SMALL, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("level");
        }
    }

    @Test
    void countsHoldTheCases() {
        RiskCounts counts = RiskCounts.of(
                new double[] {0.5, -0.0, 0.5, 0, 1, 0.5}, new boolean[] {true, false, false, true, true, true});
        assertThat(counts.size()).isEqualTo(3);
        assertThat(List.of(counts.risk(0), counts.risk(1), counts.risk(2))).containsExactly(0.0, 0.5, 1.0);
        assertThat(List.of(counts.events(0), counts.events(1), counts.events(2)))
                .containsExactly(1, 2, 1);
        assertThat(List.of(counts.others(0), counts.others(1), counts.others(2)))
                .containsExactly(1, 1, 0);
        assertThat(List.of(counts.events(), counts.others(), counts.cases())).containsExactly(4, 2, 6);
    }

    /** The keys are sorted in slots by value: whatever the spread of the risks, the order must be that of a plain sort. */
    @ParameterizedTest
    @ValueSource(strings = {"uniform", "tiny", "skewed", "ties", "two", "constant", "narrow"})
    void keysAreInAscendingOrderForEverySpread(String spread) {
        SplittableRandom random = new SplittableRandom(5);
        double[] risks = Sample.doubles(5000, k -> {
            double u = random.nextDouble();
            return switch (spread) {
                case "tiny" -> u * Double.MIN_VALUE * 10;
                case "skewed" -> Math.pow(u, 50);
                case "ties" -> Math.rint(u * 20) / 20;
                case "two" -> u < 0.5 ? 0 : 1;
                case "constant" -> 0.3;
                case "narrow" -> 0.5 + u * 1e-15;
                default -> u;
            };
        });
        boolean[] happened = Sample.flags(5000, k -> random.nextBoolean());
        long[] keys = RankedKeys.of(risks, happened);
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        assertThat(keys).isEqualTo(sorted);
        double[] sortedRisks = risks.clone();
        Arrays.sort(sortedRisks);
        assertThat(Arrays.stream(keys).mapToDouble(RankedKeys::risk).toArray()).isEqualTo(sortedRisks);
        assertThat(Arrays.stream(keys).filter(RankedKeys::happened).count()).isEqualTo(Cases.events(happened));
    }
}
