package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceTest {
    private static final MonitorPlan PLAN = MonitorPlan.standard().actingAbove(0.2);

    private static Judged<Risk> judged(List<MaturedCase> cases) {
        Cases all = new Cases();
        all.add(cases);
        return all.judged();
    }

    private static Known known(Map<String, Estimate> estimates, String name) {
        assertThat(estimates).containsKey(name);
        return (Known) estimates.get(name);
    }

    @Test
    void theWindowsFiguresAreThoseOfItsCasesAndThoseToDateOfAll() {
        Performance performance = new Performance(PLAN);
        Ward ward = new Ward(1, 0.2);
        List<MaturedCase> all = new ArrayList<>();
        List<MaturedCase> last = List.of();
        Map<String, Estimate> figures = Map.of();
        for (int week = 0; week < 20; week++) {
            last = ward.week(150, 1.2);
            all.addAll(last);
            figures = performance.of(last);
        }
        for (var metric : List.of(
                Metrics.observedOverExpected(),
                Metrics.auroc(),
                Metrics.brier(),
                Metrics.logLoss(),
                Metrics.calibrationIntercept(),
                Metrics.calibrationSlope(),
                Metrics.averagePrecision(),
                Metrics.sensitivity(0.2),
                Metrics.specificity(0.2),
                Metrics.positivePredictiveValue(0.2),
                Metrics.alertsPer100(0.2))) {
            assertThat(figures.get(metric.id())).as(metric.id()).isEqualTo(metric.estimate(judged(last)));
            Known exact = (Known) metric.estimate(judged(all));
            Known kept = known(figures, metric.id() + " to date");
            double off = metric.id().contains("above") || metric.id().equals("observed/expected")
                    ? 1e-8
                    : metric.id().equals("average-precision")
                            ? 0.005
                            : metric.id().equals("auroc") ? 0.002 : 0.001;
            assertThat(kept.value()).as(metric.id()).isCloseTo(exact.value(), within(off));
            assertThat(kept.interval().lower())
                    .as(metric.id())
                    .isCloseTo(exact.interval().lower(), within(2 * off));
            assertThat(kept.interval().upper())
                    .as(metric.id())
                    .isCloseTo(exact.interval().upper(), within(2 * off));
            assertThat(kept.n()).isEqualTo(exact.n());
        }
        assertThat(known(figures, "spiegelhalter-z to date").interval().upper())
                .isCloseTo(known(figures, "spiegelhalter-z to date").value() + 1.96, within(1e-12));
        assertThat(figures).doesNotContainKey("spiegelhalter");
    }

    @Test
    void withoutCasesEveryFigureSaysSo() {
        Map<String, Estimate> figures = new Performance().of(List.of());
        assertThat(figures).containsKeys("observed/expected", "auroc", "observed/expected to date", "auroc to date");
        assertThat(figures.values()).noneMatch(Known.class::isInstance);
        assertThat(figures.keySet()).noneMatch(name -> name.contains("above"));
    }

    /** Binned and exact AUROC on calibrated risks of four shapes, from 200 to 20,000 cases: the bound of the Javadoc. */
    @ParameterizedTest(name = "{0} cases")
    @ValueSource(ints = {200, 1000, 5000, 20_000})
    void countingLosesLessThanTwoThousandthsOfTheRanking(int n) {
        SplittableRandom random = new SplittableRandom(n);
        List<DoubleSupplier> shapes = List.of(
                () -> LogOdds.sigmoid(-2 + random.nextGaussian()),
                () -> LogOdds.sigmoid(-4 + 1.5 * random.nextGaussian()),
                random::nextDouble,
                () -> 0.05 + 0.3 * random.nextDouble());
        for (DoubleSupplier shape : shapes) {
            for (int repeat = 0; repeat < 10; repeat++) {
                List<MaturedCase> cases = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    double risk = shape.getAsDouble();
                    cases.add(new MaturedCase("a", "a", Ward.SINCE, risk, random.nextDouble() < risk, 0));
                }
                Map<String, Estimate> figures = new Performance().of(cases);
                if (figures.get("auroc") instanceof Known exact) {
                    assertThat(known(figures, "auroc to date").value())
                            .isCloseTo(exact.value(), within(n < 1000 ? 0.004 : 0.002));
                }
            }
        }
    }

    @Test
    void scoresOfFewLevelsLoseNothing() {
        SplittableRandom random = new SplittableRandom(3);
        double[] levels = {0.01, 0.03, 0.08, 0.15, 0.3, 0.45};
        List<MaturedCase> cases = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            double risk = levels[random.nextInt(6)];
            cases.add(new MaturedCase("a", "a", Ward.SINCE, risk, random.nextDouble() < risk, 0));
        }
        Map<String, Estimate> figures = new Performance().of(cases);
        for (String name : List.of("auroc", "average-precision", "brier", "calibration-slope", "spiegelhalter-z")) {
            assertThat(known(figures, name + " to date").value())
                    .as(name)
                    .isCloseTo(known(figures, name).value(), within(1e-6));
        }
    }

    @Test
    void risksTooCloseTogetherHaveNoRankingToDate() {
        SplittableRandom random = new SplittableRandom(4);
        List<MaturedCase> cases = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            cases.add(new MaturedCase(
                    "a", "a", Ward.SINCE, 0.3 + 0.01 * random.nextDouble(), random.nextDouble() < 0.3, 0));
        }
        Map<String, Estimate> figures = new Performance().of(cases);
        assertThat(figures.get("auroc")).isInstanceOf(Known.class);
        assertThat(figures.get("auroc to date")).isInstanceOf(Estimate.Undefined.class);
        assertThat(figures.get("observed/expected to date")).isInstanceOf(Known.class);
    }

    @Test
    void aCorrectedOutcomeIsAsIfItHadBeenToldRightly() {
        Performance wrong = new Performance(PLAN);
        Performance right = new Performance(PLAN);
        Ward ward = new Ward(5, 0.3);
        List<MaturedCase> told = ward.weeks(12, 50, 1);
        List<MaturedCase> true_ = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            MaturedCase c = told.get(i);
            true_.add(
                    i % 7 == 0
                            ? new MaturedCase(c.id(), c.episode(), c.maturesAt(), c.risk(), !c.event(), c.cell())
                            : c);
        }
        wrong.of(told);
        right.of(true_);
        for (int i = 0; i < told.size(); i += 7) {
            assertThat(correct(wrong, told.get(i), true_.get(i))).isTrue();
        }
        assertThat(wrong.of(List.of())).isEqualTo(right.of(List.of()));
        MaturedCase never = new MaturedCase("x", "x", Ward.SINCE, 0.9999, true, 0);
        assertThat(correct(wrong, never, never)).isFalse();
        assertThat(wrong.of(List.of())).isEqualTo(right.of(List.of()));
    }

    @Test
    void monthsAreThoseInWhichTheHorizonEnded() {
        Performance performance = new Performance();
        List<MaturedCase> cases = new ArrayList<>();
        for (int month = 1; month <= 14; month++) {
            Instant at = Ward.start(0).plusSeconds((long) (86_400 * 30.5 * month));
            for (int i = 0; i < 9 + month; i++) {
                cases.add(new MaturedCase("a", "a", at, 0.25, i % 2 == 0, 0));
            }
        }
        Map<String, Estimate> figures = performance.of(cases);
        assertThat(figures).doesNotContainKeys("observed/expected 2020-01", "observed/expected 2020-02");
        assertThat(known(figures, "observed/expected 2021-03").n()).isEqualTo(23);
        assertThat(known(figures, "observed/expected 2021-03").value()).isCloseTo(12 / (23 * 0.25), within(1e-9));
        assertThat(figures.keySet().stream().filter(name -> name.startsWith("observed/expected 20")))
                .hasSize(12);
    }

    @Test
    void tenYearsOfMonthsAreKeptAndNoMore() {
        Months months = new Months();
        for (int month = 0; month < 300; month++) {
            months.add(Instant.ofEpochSecond(2_629_800L * month), 0.2, false);
        }
        months.add(Instant.ofEpochSecond(0), 0.2, true);
        months.take(Instant.ofEpochSecond(0), 0.2, true);
        assertThat(Memory.size(months::save)).isLessThan(120 * 24);
    }

    /** By hand: with equal risks of .1 it is the interval of Wilson of 3 in 40 (0.0258 to 0.1986), over .1. */
    @Test
    void theIntervalOfAMonthIsThatOfWilsonWhereRisksAreEqual() {
        Known ratio = (Known) Months.ratio(40, 3, 4, 0.4);
        assertThat(ratio.value()).isCloseTo(0.75, within(1e-12));
        assertThat(ratio.interval().lower()).isCloseTo(0.258, within(1e-3));
        assertThat(ratio.interval().upper()).isCloseTo(1.986, within(1e-3));
        assertThat(((Known) Months.ratio(40, 0, 4, 0.4)).interval().lower()).isZero();
        assertThat(Months.ratio(40, 0, 0, 0)).isInstanceOf(Estimate.Undefined.class);
    }

    @ParameterizedTest(name = "{0} cases, mean risk {1}, ratio {2}")
    @CsvSource({"40, 0.1, 1", "100, 0.05, 1", "300, 0.2, 1", "100, 0.1, 1.8", "1000, 0.1, 0.6", "60, 0.3, 1"})
    void theIntervalOfAMonthCovers(int n, double meanRisk, double truth) {
        Ward ward = new Ward(n, meanRisk);
        int covered = 0;
        int repeats = 2000;
        for (int repeat = 0; repeat < repeats; repeat++) {
            long events = 0;
            double expected = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double p = ward.risk();
                expected += p;
                squares += p * p;
                events += ward.random().nextDouble() < truth * p ? 1 : 0;
            }
            covered += ((Known) Months.ratio(n, events, expected, squares))
                            .interval()
                            .contains(truth)
                    ? 1
                    : 0;
        }
        assertThat((double) covered / repeats).isBetween(0.93, 0.975);
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameFiguresAndStaysSmall() {
        Performance one = new Performance(PLAN);
        Performance other = new Performance(PLAN);
        Ward ward = new Ward(6, 0.2);
        for (int week = 0; week < 60; week++) {
            one.of(ward.week(2000, 1));
        }
        Memory.move(one::save, other::restore);
        List<MaturedCase> next = ward.week(100, 1);
        assertThat(other.of(next)).isEqualTo(one.of(next));
        assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        assertThat(Memory.size(one::save)).isLessThan(5000);
    }

    private static boolean correct(Performance figures, MaturedCase before, MaturedCase after) {
        return figures.correct(
                before.maturesAt(), before.risk(), Optional.of(before.event()), Optional.of(after.event()));
    }
}
